// Any bytes as an event file: everything is read that can be, and only Failure may come out.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

#include "engine/base/failure.hpp"
#include "engine/io/event_list_file.hpp"
#include "engine/io/event_source.hpp"
#include "engine/io/time_scales.hpp"

// libFuzzer's own mutation.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

constexpr std::size_t card = 80, block = 100;

/// A file in memory that has a path: one per process, overwritten by each input.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("event-file", MFD_CLOEXEC)) {}
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }
  bool holds(std::uint8_t const* data, std::size_t size) const {
    return ftruncate(descriptor_, 0) == 0 && pwrite(descriptor_, data, size, 0) == static_cast<ssize_t>(size);
  }

 private:
  int descriptor_;
};

template <class Act>
void expecting_failures(Act act) {
  try {
    act();
  } catch (engine::Failure const&) {
  }
}

void read_columns(engine::EventSource& events, engine::ColumnSet const& columns) {
  engine::EventColumns out;
  for (std::size_t first = 0; first < events.rows(); first += block)
    events.read({first, std::min(events.rows(), first + block)}, columns, out);
}

void read_everything(engine::Observation const& run) {
  std::unique_ptr<engine::EventSource> const events = engine::open_events(run);
  expecting_failures([&] { static_cast<void>(events->good_times().ontime_s()); });
  expecting_failures([&] { read_columns(*events, {.time = true}); });
  expecting_failures([&] { read_columns(*events, {.direction = true}); });
  expecting_failures([&] { read_columns(*events, {.energy = true}); });
  for (std::string const& name : events->column_names())
    expecting_failures([&] { read_columns(*events, {.extra = {name}}); });
  engine::ObservationHeader const& header = events->header();
  engine::iso_text(header.time.time_of(header.tstart_s.value_or(0)), header.time.scale, 3);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static MemoryFile const file;
  if (!file.holds(data, size)) return 0;
  engine::HduLocation const place{file.path(), "", {}, engine::FileNameSyntax::literal};
  engine::Observation run;
  run.events = place;
  expecting_failures([&] { read_everything(run); });
  expecting_failures([&] { static_cast<void>(engine::measure_events(run)); });
  expecting_failures([&] {
    for (engine::Observation const& found : engine::observations_in_file(place))
      expecting_failures([&] { read_everything(found); });
  });
  return 0;
}

/// Mostly changes the value of one card and keeps the 80 columns: free changes of length break every card
/// behind them, and nothing deeper is reached.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  if (size < 2 * card || seed % 4 == 0) return LLVMFuzzerMutate(data, size, max_size);
  constexpr std::size_t value_at = 8, value_width = 24;
  std::uint8_t* const record = data + (seed / 4) % (size / card) * card;
  std::uint8_t value[value_width];
  std::memcpy(value, record + value_at, value_width);
  std::size_t const length = LLVMFuzzerMutate(value, value_width, value_width);
  std::fill(value + std::min(length, value_width), value + value_width, std::uint8_t{' '});
  std::memcpy(record + value_at, value, value_width);
  return size;
}
