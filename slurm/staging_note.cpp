#include "slurm/staging_note.hpp"

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "jobs/work/work_files.hpp"
#include "slurm/staging_words.hpp"

namespace slurm {
namespace {

namespace fs = std::filesystem;

constexpr char const *there_word = "there", *home_word = "home";

}  // namespace

std::optional<StageNote> read_stage_note(fs::path const& work) try {
  auto const text = jobs::file_text(work / stage_note_name, std::size_t{1} << 30);
  if (!text) return std::nullopt;
  WordReader words(unpacked_words(*text));
  StageNote note;
  note.home = words.take() == home_word;
  WordReader inputs(words.take_list(4));
  while (!inputs.at_end()) {
    jobs::FileSum sum;
    sum.path = inputs.take();
    sum.size = static_cast<std::int64_t>(inputs.take_number());
    sum.changed = jobs::Instant(std::chrono::milliseconds(engine::whole_number(inputs.take()).value_or(0)));
    sum.sha256 = inputs.take();
    note.inputs.push_back(std::move(sum));
  }
  return note;
} catch (engine::Failure const& failure) {
  if (failure.fault() != engine::Fault::bad_data) throw;
  return StageNote{};  // spoilt: what is there has to be looked at all the same
}

void write_stage_note(fs::path const& work, StageNote const& note) {
  std::vector<std::string> words{note.home ? home_word : there_word}, inputs;
  for (auto const& sum : note.inputs) {
    auto const changed =
        std::chrono::duration_cast<std::chrono::milliseconds>(sum.changed.time_since_epoch());
    inputs.insert(inputs.end(),
                  {sum.path.string(), std::to_string(sum.size), std::to_string(changed.count()), sum.sha256});
  }
  add_list(words, inputs);
  jobs::replace_file(work / stage_note_name, packed_words(words), jobs::Sync::yes);
}

void remove_stage_note(fs::path const& work) noexcept {
  std::error_code none;
  fs::remove(work / stage_note_name, none);
}

}  // namespace slurm
