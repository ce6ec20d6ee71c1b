/// The report of a finished job as JSON: what was asked, what was read and cut, what was written.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/product.hpp"

namespace engine {

struct ProductFile {
  std::string role;  ///< "counts", "cube", "events", "index", "preview", ...
  std::string path;  ///< its final place
  std::string media_type;
  std::uint64_t bytes = 0;
  std::string sha256;
};

/// Size and checksum of a file that lies at `written` now and will be called `path`.
ProductFile describe_product(std::string const& role, std::string const& written, std::string const& path,
                             std::string const& media_type);

/// How the job ran; the only part of a report that two runs of one job do not share.
struct RunConditions {
  double wall_time_s = 0;
  int ranks = 1, threads = 1;
};

std::string report_json(ProductSummary const& summary, std::vector<ProductFile> const& products,
                        RunConditions const& conditions);

}  // namespace engine
