#include "catalog/inputs/index_runs.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "catalog/inputs/file_paths.hpp"
#include "catalog/inputs/index_number.hpp"
#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"
#include "engine/io/index_columns.hpp"
#include "engine/io/time_scales.hpp"

namespace catalog {

namespace fs = std::filesystem;

namespace {

fs::path common_folder(fs::path const& a, fs::path const& b) {
  fs::path common;
  auto const [end, unused] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  for (auto at = a.begin(); at != end; ++at) common /= *at;
  return common;
}

std::string const* fact(InputRun const& run, std::string_view keyword) {
  for (auto const& [name, value] : run.facts)
    if (name == keyword) return &value;
  return nullptr;
}

std::optional<double> real_fact(InputRun const& run, std::string_view keyword) {
  std::string const* const text = fact(run, keyword);
  return text == nullptr ? std::nullopt : engine::number(*text);
}

/// Nothing if the catalogue does not know what the seconds of the run count from.
std::optional<engine::TimeReference> reference_of(InputRun const& run) {
  auto const whole = real_fact(run, "MJDREFI");
  std::string const* const word = fact(run, "TIMESYS");
  auto const scale = word == nullptr ? engine::TimeScale::tt : engine::time_scale_of(*word);
  if (!whole || !scale) return std::nullopt;
  double const rest = real_fact(run, "MJDREFF").value_or(0);
  return engine::TimeReference{engine::time_from_mjd(*whole, rest, *scale), *scale, static_cast<int>(*whole),
                               rest};
}

std::vector<engine::FitsKey> keys_of(InputRun const& run, bool with_times) {
  std::vector<engine::FitsKey> keys;
  for (engine::IndexColumn const& column : engine::observation_index_columns()) {
    std::string const* const text = fact(run, column.name);
    bool const is_time = engine::same_word(column.name, "TSTART") || engine::same_word(column.name, "TSTOP");
    if (text == nullptr || (is_time && !with_times)) continue;
    if (column.kind == engine::IndexKind::text) {
      keys.push_back({column.name, *text, ""});
    } else if (auto const value = engine::number(*text)) {
      keys.push_back({column.name, *value, ""});
    }
  }
  return keys;
}

std::string path_through(fs::path const& file, std::vector<DataLink> const& links) {
  for (DataLink const& link : links)
    if (lies_below(file, link.folder)) return (link.name / file.lexically_relative(link.folder)).string();
  EXPECTS(false && "a link for each file");
  return {};
}

}  // namespace

std::vector<DataLink> data_links(std::vector<InputRun const*> const& runs) {
  std::map<fs::path, fs::path> shared;  // by the folder below the root
  for (InputRun const* run : runs)
    for (InputHdu const& hdu : run->hdus) {
      fs::path const folder = hdu.file.parent_path(), relative = folder.relative_path();
      fs::path const top = relative.empty() ? fs::path() : *relative.begin();
      auto const [place, is_new] = shared.emplace(top, folder);
      if (!is_new && !(place->second == folder)) place->second = common_folder(place->second, folder);
    }
  std::vector<DataLink> links;
  for (auto const& [top, folder] : shared)
    links.push_back({folder, ".data-" + std::to_string(links.size() + 1)});
  // A file right below the root must not be taken for one that is found through a deeper folder.
  std::stable_sort(links.begin(), links.end(), [](DataLink const& a, DataLink const& b) {
    return a.folder.native().size() > b.folder.native().size();
  });
  return links;
}

engine::IndexedRun indexed_run(InputRun const& run, std::vector<DataLink> const& links,
                               std::map<fs::path, std::int64_t> const& sizes) {
  auto const reference = reference_of(run);
  engine::IndexedRun row{index_number(run.obs_id),
                         reference.value_or(engine::TimeReference{}),
                         keys_of(run, reference.has_value()),
                         {}};
  for (InputHdu const& hdu : run.hdus) {
    auto const size = sizes.find(hdu.file);
    row.hdus.push_back({hdu.type, hdu.hdu_class, path_through(hdu.file, links), hdu.hdu,
                        size == sizes.end() ? 0 : size->second});
  }
  return row;
}

}  // namespace catalog
