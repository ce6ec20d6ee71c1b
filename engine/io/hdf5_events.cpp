#include "engine/io/hdf5_events.hpp"

#include <algorithm>
#include <cstdint>

#include "engine/io/hdf5_columns.hpp"
#include "engine/io/hdf5_writer.hpp"
#include "engine/io/product_header.hpp"

namespace engine {

namespace {

std::vector<ColumnDataset> datasets_of(MergedLayout const& layout) {
  std::vector<ColumnDataset> datasets;
  for (FitsColumn const& column : layout.columns()) {
    ColumnDataset const dataset = dataset_of(column);
    if (dataset.per_row > 0) datasets.push_back(dataset);
  }
  return datasets;
}

/// A '/' in a column's name would make a group of it.
std::string place_of(FitsColumn const& column) {
  std::string name = column.name;
  std::replace(name.begin(), name.end(), '/', '_');
  return "/events/" + name;
}

void write_events(Hdf5Writer& file, SelectedRuns const& runs) {
  std::vector<ColumnDataset> const datasets = datasets_of(runs.layout());
  file.group("/events");
  for (ColumnDataset const& dataset : datasets)
    file.dataset(place_of(dataset.column), dataset, runs.total_rows(), dataset.column.unit);
  std::size_t const row_bytes = runs.layout().row_bytes();
  std::size_t next_row = 0;
  std::vector<std::byte> elements;
  runs.for_each_block([&](std::span<std::byte const> rows) {
    for (ColumnDataset const& dataset : datasets) {
      gather(dataset, rows, row_bytes, elements);
      file.write_rows(place_of(dataset.column), dataset, next_row, elements);
    }
    next_row += rows.size() / row_bytes;
  });
}

void write_runs(Hdf5Writer& file, SelectedRuns const& runs, ProductSummary const& summary) {
  std::vector<std::int64_t> ids, first_rows, rows;
  std::vector<double> ontime_s, livetime_s;
  std::int64_t next_row = 0;
  for (std::size_t run = 0; run < runs.runs(); ++run) {
    InputRecord const& input = summary.inputs[run];
    ids.push_back(input.observation.id);
    first_rows.push_back(next_row);
    rows.push_back(static_cast<std::int64_t>(runs.rows(run)));
    next_row += rows.back();
    ontime_s.push_back(input.ontime_s);
    livetime_s.push_back(input.livetime_s);
  }
  file.group("/runs");
  file.dataset("/runs/obs_id", ids);
  file.dataset("/runs/first_row", first_rows);
  file.dataset("/runs/rows", rows);
  file.dataset("/runs/ontime", ontime_s, "s");
  file.dataset("/runs/livetime", livetime_s, "s");
}

void write_good_times(Hdf5Writer& file, GoodTimes const& good_times) {
  std::vector<double> start_s, stop_s;
  for (MetRange const& range : good_times.ranges()) {
    start_s.push_back(range.start_s);
    stop_s.push_back(range.stop_s);
  }
  file.group("/gti");
  file.dataset("/gti/start", start_s, "s");
  file.dataset("/gti/stop", stop_s, "s");
}

}  // namespace

void write_hdf5_events(std::string const& path, SelectedRuns const& runs, ProductSummary const& summary,
                       std::string const& prov_json) {
  Hdf5Writer file = Hdf5Writer::create(path);
  for (FitsKey const& fact : summary_keys(summary)) file.attribute(fact);
  ProductNote const note{file_name_of(path), "Selected events of several runs by columns", "DL3"};
  for (FitsKey const& fact : reference_keys(summary, note)) file.attribute(fact);
  std::string history;
  for (std::string const& line : summary_history(summary)) history += line + '\n';
  file.text("/history", history);
  write_events(file, runs);
  write_runs(file, runs, summary);
  write_good_times(file, summary.good_times());
  if (!prov_json.empty()) file.text("/provenance", prov_json);
  file.close();
}

}  // namespace engine
