/// Rows of a plain FITS event list to columns in canonical units: pread and decode, page cache warm.
#include <filesystem>
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include "engine/io/event_source.hpp"
#include "engine/simulate/write_run.hpp"

namespace {

using namespace engine;

/// One simulated run of about 200 000 events with 28-byte rows, in a folder of its own.
struct SimulatedFile {
  SimulatedFile() : folder(std::filesystem::temp_directory_path() / "distill-decode-bench") {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    SimulationRequest request;
    request.rows = RowFormat::minimal;
    request.runs = 1;
    request.events_per_run = 200000;
    Simulator const simulator(request);
    RunPlan const plan = plan_runs(request).front();
    prepare_set(folder.string(), simulator);
    write_run(folder.string(), simulator, simulator.simulate(plan));
    observation.events.file = (folder / run_file_name(plan)).string();
  }
  ~SimulatedFile() { std::filesystem::remove_all(folder); }
  std::filesystem::path folder;
  Observation observation;
};

void decode(benchmark::State& state) {
  static SimulatedFile const file;
  std::unique_ptr<EventSource> const source = open_events(file.observation);
  auto const block = static_cast<std::size_t>(state.range(0));
  ColumnSet const columns{.time = true, .direction = true, .energy = true, .extra = {}};
  EventColumns events;
  double energy_sum = 0;
  std::size_t read = 0;
  for (auto _ : state) {
    for (std::size_t first = 0; first < source->rows(); first += block) {
      source->read({first, std::min(source->rows(), first + block)}, columns, events);
      energy_sum += events.energy_tev.front();
      read += events.count;
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(read));
  state.SetBytesProcessed(static_cast<std::int64_t>(read * 28));
  state.counters["mean_of_first_energies"] =
      energy_sum / static_cast<double>(std::max<std::size_t>(1, read / block));
}
BENCHMARK(decode)->Arg(1024)->Arg(8192)->Arg(65536);

}  // namespace
