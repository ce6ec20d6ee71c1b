/// The tables that tell where a product comes from: INPUTS, one row per run, and the PROVENANCE document.
#pragma once

#include <string>

#include "engine/io/fits_writer.hpp"
#include "engine/model/product.hpp"

namespace engine {

/// OBS_ID, ROLE, FILE (without folders), HDU, NROWS read, NUSED kept, one column CUT_<name> per cut with the
/// events it removed, times, telescope, target, pointing.
void write_inputs(FitsWriter& file, ProductSummary const& summary);

/// One row FORMAT, MIMETYPE, DOC; the document as a variable-length cell of bytes, because text columns lose
/// trailing blanks. Nothing is written for an empty document.
void write_provenance(FitsWriter& file, std::string const& prov_json);

/// GTI, INPUTS and PROVENANCE, as every product carries them.
void write_account(FitsWriter& file, ProductSummary const& summary, std::string const& prov_json);

}  // namespace engine
