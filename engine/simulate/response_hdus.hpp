/// Response tables as GADF HDUs: AEFF_2D, EDISP_2D, PSF_TABLE, BKG_2D.
#pragma once

#include <string>
#include <vector>

#include "engine/io/fits_writer.hpp"
#include "engine/simulate/defects.hpp"
#include "engine/simulate/response_tables.hpp"

namespace engine {

/// The words under which the HDU index lists a response.
struct ResponseHdu {
  std::string type, hdu_class, extname;
};
std::vector<ResponseHdu> const& response_hdus();

/// Behind the last HDU of the file; `common` are the keywords that all of them get (TELESCOP, INSTRUME, ...).
void write_responses(FitsWriter& file, ResponseTables const& tables, std::vector<FitsKey> const& common,
                     PlantedDefects const& defects);

}  // namespace engine
