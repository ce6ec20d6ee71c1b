/// What every product's header says: the facts its runs share, sums and spans, the recipe, the conventions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/io/fits_writer.hpp"
#include "engine/io/reference_keys.hpp"
#include "engine/model/product.hpp"

namespace engine {

/// Propagation: copied if equal in all runs (TELESCOP, INSTRUME, ORIGIN, OBSERVER, OBJECT, pointing), least
/// and greatest (TSTART, TSTOP), sums (ONTIME, LIVETIME, NEVENTS), counts (NRUNS, NSKIPPED); OBS_ID of a
/// single run.
std::vector<FitsKey> summary_keys(ProductSummary const& summary);

/// Who made it, the recipe as "name=value", the conventions of all products.
std::vector<std::string> recipe_history(Recipe const& recipe, std::string const& creator);
/// The same with the runs that were left out and why.
std::vector<std::string> summary_history(ProductSummary const& summary);

/// Keys, reference metadata and history, into the HDU written last.
void write_summary(FitsWriter& file, ProductSummary const& summary, ProductNote const& note);

/// Text as a FITS header can hold it: printable ASCII, anything else as '?'.
std::string header_text(std::string_view text);

/// Degrees to 1e-12: what was 83.63 in a file or a command is 83.63 again, although it has
/// been a unit vector meanwhile.
double header_degrees(Angle angle);

/// The name of a file without its folders: products do not depend on where their inputs lay.
std::string file_name_of(std::string const& path);

}  // namespace engine
