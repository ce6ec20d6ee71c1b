#include "engine/io/index_writer.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "engine/io/gadf_keys.hpp"
#include "engine/io/gzip_writer.hpp"
#include "engine/io/index_columns.hpp"

namespace engine {

namespace {

using Facts = std::vector<std::vector<FitsKey>>;  ///< of each run

std::string text_value(FitsKey const* key) {
  std::string const* const text = key == nullptr ? nullptr : std::get_if<std::string>(&key->value);
  return text == nullptr ? std::string() : *text;
}

bool knows(std::vector<FitsKey> const& facts, IndexColumn const& column) {
  FitsKey const* const key = find_key(facts, column.name);
  switch (column.kind) {
    case IndexKind::real: return real_value(key).has_value();
    case IndexKind::whole: return whole_value(key).has_value();
    case IndexKind::text: return !text_value(key).empty();
  }
  return false;
}

std::vector<IndexColumn> columns_known(Facts const& facts) {
  std::vector<IndexColumn> known;
  for (IndexColumn const& column : observation_index_columns())
    if (std::any_of(facts.begin(), facts.end(), [&](auto const& run) { return knows(run, column); }))
      known.push_back(column);
  return known;
}

/// Fixed-width text: as wide as the longest, at least one character.
std::string text_format(std::vector<std::string> const& texts) {
  std::size_t width = 1;
  for (std::string const& text : texts) width = std::max(width, text.size());
  return std::to_string(width) + "A";
}

std::vector<std::string> texts_of(Facts const& facts, IndexColumn const& column) {
  std::vector<std::string> texts;
  for (auto const& run : facts) texts.push_back(text_value(find_key(run, column.name)));
  return texts;
}

std::vector<double> reals_of(Facts const& facts, IndexColumn const& column) {
  std::vector<double> reals;
  for (auto const& run : facts)
    reals.push_back(
        real_value(find_key(run, column.name)).value_or(std::numeric_limits<double>::quiet_NaN()));
  return reals;
}

constexpr std::int64_t unknown_whole = std::numeric_limits<std::int64_t>::min();

std::vector<std::int64_t> wholes_of(Facts const& facts, IndexColumn const& column) {
  std::vector<std::int64_t> wholes;
  for (auto const& run : facts)
    wholes.push_back(whole_value(find_key(run, column.name)).value_or(unknown_whole));
  return wholes;
}

std::string format_of(Facts const& facts, IndexColumn const& column) {
  switch (column.kind) {
    case IndexKind::real: return "1D";
    case IndexKind::whole: return "1K";
    case IndexKind::text: return text_format(texts_of(facts, column));
  }
  return {};
}

void write_column(FitsWriter& file, int number, Facts const& facts, IndexColumn const& column) {
  switch (column.kind) {
    case IndexKind::real: file.column(number, reals_of(facts, column)); return;
    case IndexKind::text: file.column(number, texts_of(facts, column)); return;
    case IndexKind::whole: break;
  }
  std::vector<std::int64_t> const wholes = wholes_of(facts, column);
  if (std::find(wholes.begin(), wholes.end(), unknown_whole) != wholes.end())
    file.key({"TNULL" + std::to_string(number), unknown_whole, "not known"});
  file.column(number, wholes);
}

void write_observation_index(std::string const& path, std::vector<IndexedRun> const& runs) {
  TimeReference const time = runs.empty() ? TimeReference{} : runs.front().time;
  Facts facts;
  std::vector<std::int64_t> ids;
  for (IndexedRun const& run : runs) {
    facts.push_back(index_facts(run, time));
    ids.push_back(run.id);
  }
  std::vector<IndexColumn> const columns = columns_known(facts);
  std::vector<FitsColumnFormat> formats{{"OBS_ID", "1K", ""}};
  for (IndexColumn const& column : columns)
    formats.push_back({column.name, format_of(facts, column), column.unit});

  FitsWriter file = FitsWriter::create(path);
  file.table("OBS_INDEX", formats);
  file.keys(gadf_class_keys("INDEX", "OBS"));
  if (!runs.empty()) file.keys(time_reference_keys(time));
  file.column(1, ids);
  for (std::size_t i = 0; i < columns.size(); ++i)
    write_column(file, static_cast<int>(i) + 2, facts, columns[i]);
  file.close();
}

void write_hdu_index(std::string const& path, std::vector<IndexedRun> const& runs) {
  std::vector<std::int64_t> ids, bytes;
  std::vector<std::string> types, classes, folders, names, hdus;
  for (IndexedRun const& run : runs)
    for (IndexedHdu const& hdu : run.hdus) {
      std::size_t const slash = hdu.file.rfind('/');
      ids.push_back(run.id);
      bytes.push_back(hdu.bytes);
      types.push_back(hdu.type);
      classes.push_back(hdu.hdu_class);
      // An empty cell would read back as masked in astropy; '.' names the folder of the index itself.
      folders.push_back(slash == hdu.file.npos ? "." : hdu.file.substr(0, slash));
      names.push_back(slash == hdu.file.npos ? hdu.file : hdu.file.substr(slash + 1));
      hdus.push_back(hdu.hdu);
    }
  FitsWriter file = FitsWriter::create(path);
  file.table("HDU_INDEX", {{"OBS_ID", "1K", ""},
                           {"HDU_TYPE", text_format(types), ""},
                           {"HDU_CLASS", text_format(classes), ""},
                           {"FILE_DIR", text_format(folders), ""},
                           {"FILE_NAME", text_format(names), ""},
                           {"HDU_NAME", text_format(hdus), ""},
                           {"SIZE", "1K", "byte"}});
  file.keys(gadf_class_keys("INDEX", "HDU"));
  file.column(1, ids);
  file.column(2, types);
  file.column(3, classes);
  file.column(4, folders);
  file.column(5, names);
  file.column(6, hdus);
  file.column(7, bytes);
  file.close();
}

}  // namespace

void write_index_tables(std::string const& folder, std::vector<IndexedRun> const& runs) {
  std::string const observation_plain = folder + "/.obs-index.fits", hdu_plain = folder + "/.hdu-index.fits";
  write_observation_index(observation_plain, runs);
  gzip_small_file(observation_plain, folder + "/" + observation_index_name);
  write_hdu_index(hdu_plain, runs);
  gzip_small_file(hdu_plain, folder + "/" + hdu_index_name);
}

}  // namespace engine
