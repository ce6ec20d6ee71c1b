/// The report of a finished job as JSON: what was asked, what was read and cut, what was written, by what and
/// where. Its keys are told in docs/engine-json.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/io/content_sum.hpp"
#include "engine/model/product.hpp"

namespace engine {

struct ProductFile {
  std::string role;  ///< "counts", "cube", "events", "index", "preview", ...
  std::string path;  ///< its final place
  std::string media_type;
  std::uint64_t bytes = 0;
  std::string sha256;
  FitsContent
      content{};  ///< hdus of FITS files alone; the sum of what says something about the sky, else empty
};

/// Size and checksums of a file that lies at `written` now and will be called `path`.
ProductFile describe_product(std::string const& role, std::string const& written, std::string const& path,
                             std::string const& media_type);

/// What the program is, and what it was built with.
struct SoftwareFacts {
  std::string name, version;
  std::string revision{};       ///< of the checkout it was built from; empty: not known
  std::optional<bool> dirty{};  ///< the checkout had changes of its own
  std::string build{}, compiler{}, flags{}, os{};
  std::vector<std::pair<std::string, std::string>> libraries{};
};

/// A parameter as it was in the end.
struct FinalParameter {
  std::string name;
  std::vector<std::string> values;
  Origin origin = Origin::user;
  bool science = true;  ///< part of the recipe, rather than how to run
};

/// What one rank took.
struct RankUsage {
  int rank = 0;
  std::string host{};
  double cpu_s = 0;
  std::uint64_t max_rss_bytes = 0, bytes_read = 0;
};

/// How one part of a job that ran in parts ran.
struct PartConditions {
  int part = 1;
  double wall_time_s = 0;
  int ranks = 1, threads = 1;
  std::string started{}, ended{};
  std::vector<std::string> hosts{};
  double cpu_s = 0;
  std::uint64_t max_rss_bytes = 0, bytes_read = 0;
};

/// How the job ran: the part of a report that two runs of one job do not share.
struct RunConditions {
  double wall_time_s = 0;
  int ranks = 1, threads = 1;
  std::string started{}, ended{};  ///< UTC, ISO 8601 with Z
  std::vector<std::string> hosts{};
  std::string mpi{}, cpu_model{};
  double cpu_s = 0;                 ///< of all ranks
  std::uint64_t max_rss_bytes = 0;  ///< of the largest rank
  std::uint64_t bytes_read = 0;     ///< by all ranks
  std::vector<RankUsage> by_rank{};
  std::vector<PartConditions> parts{};  ///< of a gathered job; the numbers above are then over all of them
  std::vector<std::string> command_line{};
  SoftwareFacts software{};
  std::vector<FinalParameter> configuration{};
};

std::string report_json(ProductSummary const& summary, std::vector<ProductFile> const& products,
                        RunConditions const& conditions);

}  // namespace engine
