#include "engine/io/selected_run.hpp"

#include <cstring>
#include <filesystem>

#include <fmt/format.h>

#include "engine/base/expects.hpp"
#include "engine/io/data_subspace.hpp"
#include "engine/io/gadf_keys.hpp"
#include "engine/io/product_header.hpp"
#include "engine/io/product_tables.hpp"
#include "engine/io/selected_header.hpp"

namespace engine {

namespace {

/// Which of `keys` the source did not have, in lines that fit a HISTORY card.
std::vector<std::string> names_added(std::vector<FitsKey> const& keys, FitsHeader const& source) {
  std::vector<std::string> lines;
  for (FitsKey const& key : keys) {
    if (source.has(key.keyword)) continue;
    if (lines.empty() || lines.back().size() + key.keyword.size() > 70) lines.push_back("added keywords:");
    lines.back() += " " + key.keyword;
  }
  return lines;
}

std::vector<FitsKey> corrections_of(FitsEvents const& source, InputRecord const& record) {
  return exposure_corrections(source.header().time, record.gti, record.ontime_s, record.livetime_s,
                              source.header().deadc_known);
}

/// What will stand in the header at the end, with the times of the whole run: the cards are made before the
/// rows so that the rows need not move.
InputRecord whole_run(FitsEvents const& source, Observation const& observation) {
  InputRecord record;
  record.observation = observation;
  record.header = source.header();
  // Not from the GTI table: with gti=ignore a file without one is welcome.
  ObservationHeader const& header = source.header();
  if (header.tstart_s && header.tstop_s)
    record.gti = GoodTimes(std::vector{MetRange{*header.tstart_s, *header.tstop_s}});
  record.ontime_s = record.gti.ontime_s();
  record.livetime_s = record.ontime_s * (1 - header.dead_time_fraction);
  return record;
}

}  // namespace

std::string selected_file_name(std::int64_t observation_id) {
  return fmt::format("obs_{:06}.fits", observation_id);
}

SelectedRunWriter::SelectedRunWriter(std::string const& path, FitsEvents& source,
                                     Observation const& observation, SelectionAccount const& account)
    : path_(path), source_(source), observation_(observation), file_(FitsWriter::create(path)) {
  FitsHeader const& header = source.events_header();
  std::vector<FitsCard> const cards = carried_cards(header);
  std::vector<FitsKey> corrections = gadf_corrections(header, observation, source.header());
  engine::append(corrections, corrections_of(source, whole_run(source, observation)));
  std::vector<Subspace> const cuts =
      subspace_of(account.selection, source.header().time, source.header().pointing);

  file_.empty_primary();
  file_.keys(account.reference);
  file_.table("EVENTS", carried_columns(source.table(), header));
  for (FitsCard const& card : cards) write_card(file_, card);
  file_.keys(corrections);
  file_.keys(account.reference);
  file_.keys(subspace_keys(narrowed(read_subspace(header), cuts)));
  for (std::string const& line : recipe_history(account.recipe, account.creator)) file_.history(line);
  for (std::string const& line : names_added(corrections, header)) file_.history(line);
  known_ = overlaid(as_keys(cards), corrections);
}

void SelectedRunWriter::append(std::span<std::byte const> block, std::span<std::uint32_t const> kept) {
  std::size_t const row_bytes = source_.table().row_bytes;
  EXPECTS(block.size() % row_bytes == 0);
  gathered_.resize(kept.size() * row_bytes);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    EXPECTS((std::size_t{kept[i]} + 1) * row_bytes <= block.size());
    std::memcpy(gathered_.data() + i * row_bytes, block.data() + kept[i] * row_bytes, row_bytes);
  }
  file_.raw_rows(gathered_, row_bytes, static_cast<std::int64_t>(rows_));
  rows_ += kept.size();
}

IndexedRun SelectedRunWriter::finish(InputRecord const& record, SharedResponses const& shared,
                                     std::string const& name, std::string const& prov_json) {
  EXPECTS(record.flow.kept == rows_);
  std::vector<FitsKey> const corrections = corrections_of(source_, record);
  file_.keys(corrections);
  known_ = overlaid(std::move(known_), corrections);
  known_.push_back({"EVENT_COUNT", static_cast<std::int64_t>(rows_), ""});
  write_good_times(file_, source_.header().time, record.gti);

  IndexedRun run{observation_.id, source_.header().time, known_, {}};
  run.hdus = {{"events", "events", name, "EVENTS", 0}, {"gti", "gti", name, "GTI", 0}};
  for (IndexedHdu& hdu : carry_responses(observation_, source_.file(), file_, name, shared))
    run.hdus.push_back(std::move(hdu));
  write_provenance(file_, prov_json);
  file_.close();

  auto const bytes = static_cast<std::int64_t>(std::filesystem::file_size(path_));
  for (IndexedHdu& hdu : run.hdus)
    if (hdu.file == name) hdu.bytes = bytes;
  return run;
}

}  // namespace engine
