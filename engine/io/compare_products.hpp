/// Are two products the same? For doing things again.
#pragma once

#include <string>

#include "engine/io/compare_report.hpp"

namespace engine {

/// Numbers are equal if |a - b| <= absolute + relative |b|, as numpy has it. NaN equals NaN.
struct Tolerance {
  double relative = 0, absolute = 0;
};

/// Two files, or two folders whose files are compared by name, at any depth (hidden ones left out). FITS
/// files, gzipped or not, HDU by HDU; others by their bytes. What tells of the run instead of its result
/// (reports, provenance, logs) is compared but does not count. Memory: some megabytes whatever the size,
/// besides what FitsFile keeps of gzipped files. Failure(missing_resource, bad_data) for what cannot be read.
ProductComparison compare_products(std::string const& a, std::string const& b, Tolerance tolerance = {});

FileComparison compare_fits(std::string const& a, std::string const& b, Tolerance tolerance);

std::string comparison_text(ProductComparison const& comparison);
std::string comparison_json(ProductComparison const& comparison);

}  // namespace engine
