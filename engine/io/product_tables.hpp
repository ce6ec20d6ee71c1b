/// The tables that tell where a product comes from: INPUTS, one row per table used, and the PROVENANCE
/// document.
#pragma once

#include <string>

#include "engine/io/fits_writer.hpp"
#include "engine/model/product.hpp"

namespace engine {

/// One row per table used, events first, then good times and responses of each run; at the end the documents
/// that parameters named (OBS_ID null). OBS_ID, ROLE, DID, FILE (without folders), HDU, SHA256 of the file,
/// DATASUM of the HDU, NROWS read, NUSED; on the row of the events one column CUT_<name> per cut with the
/// events it removed, and times; telescope, target, pointing. Texts that are not known are blank.
void write_inputs(FitsWriter& file, ProductSummary const& summary);

/// One row FORMAT, MIMETYPE, DOC; the document as a variable-length cell of bytes, because text columns lose
/// trailing blanks. Nothing is written for an empty document.
void write_provenance(FitsWriter& file, std::string const& prov_json);

/// GTI, INPUTS and PROVENANCE, as every product carries them.
void write_account(FitsWriter& file, ProductSummary const& summary, std::string const& prov_json);

}  // namespace engine
