#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <set>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/data_set.hpp"
#include "engine/io/event_source.hpp"
#include "engine/io/target_names.hpp"

namespace engine {

namespace {

enum class Answer { no, yes, unknown };

Answer answer(bool yes) { return yes ? Answer::yes : Answer::no; }

/// Index tables keep right ascensions in single precision (steps of 3e-5 deg) or rounded by hand.
constexpr Angle index_rounding = degrees(1e-4);

bool is_among(std::string const& object, std::vector<std::string> const& targets) {
  return std::any_of(targets.begin(), targets.end(),
                     [&](std::string const& t) { return names_target(t, object); });
}

/// The run's own file, opened when the first condition needs it and at most once.
class RunFile {
 public:
  explicit RunFile(Observation const& run) : run_(run) {}
  EventSource const& source() {
    if (!source_) source_ = open_events(run_);
    return *source_;
  }

 private:
  Observation const& run_;
  std::unique_ptr<EventSource> source_;
};

Answer target_in_index(Observation const& run, RunChoice const& choice) {
  return run.object.empty() ? Answer::unknown : answer(is_among(run.object, choice.targets));
}
bool target_in_file(RunFile& file, RunChoice const& choice) {
  return is_among(file.source().header().object, choice.targets);
}

Angle reach(RunChoice const& choice) {
  bool const whole_field = choice.cone_meaning == RunChoice::ConeMeaning::field_of_view;
  return whole_field ? choice.cone->radius + choice.field_of_view.value_or(Angle{}) : choice.cone->radius;
}
Answer cone_in_index(Observation const& run, RunChoice const& choice) {
  if (!run.pointing) return Answer::unknown;
  Angle const apart = separation(*run.pointing, choice.cone->centre);
  bool const clear = std::abs(in_radians(apart - reach(choice))) > in_radians(index_rounding);
  return clear ? answer(apart < reach(choice)) : Answer::unknown;
}
bool cone_in_file(RunFile& file, RunChoice const& choice) {
  auto const& pointing = file.source().header().pointing;
  return pointing && separation(*pointing, choice.cone->centre) < reach(choice);
}

bool overlaps(Time start, Time stop, RunChoice const& choice) {
  return (!choice.stop || start < *choice.stop) && (!choice.start || *choice.start < stop);
}
Answer window_in_index(Observation const& run, RunChoice const& choice) {
  if (!run.times) return Answer::unknown;
  auto const& [start, stop, off] = *run.times;
  Duration const minus = -1.0 * off;
  bool const widest = overlaps(start + minus, stop + off, choice);
  if (!widest) return Answer::no;
  bool const narrowest = start + off < stop + minus && overlaps(start + off, stop + minus, choice);
  return narrowest ? Answer::yes : Answer::unknown;
}
/// The span of the header and the good times together: TSTOP of CTA 1DC is 8 s short.
bool window_in_file(RunFile& file, RunChoice const& choice) {
  ObservationHeader const& header = file.source().header();
  std::vector<double> bounds_s;
  if (header.tstart_s) bounds_s.push_back(*header.tstart_s);
  if (header.tstop_s) bounds_s.push_back(*header.tstop_s);
  bool const header_is_enough = bounds_s.size() == 2;
  try {
    for (MetRange const& range : file.source().good_times().ranges()) {
      bounds_s.push_back(range.start_s);
      bounds_s.push_back(range.stop_s);
    }
  } catch (Failure const&) {
    if (!header_is_enough) throw;
  }
  if (bounds_s.empty()) return false;
  auto const [first, last] = std::minmax_element(bounds_s.begin(), bounds_s.end());
  return overlaps(header.time.time_of(*first), header.time.time_of(*last), choice);
}

struct Condition {
  std::string name;
  std::function<Answer(Observation const&)> by_index;
  std::function<bool(RunFile&)> by_file;
};

std::string spelt(std::vector<std::string> const& words) {
  std::string out;
  for (std::string const& word : words) out += (out.empty() ? "'" : ", '") + word + "'";
  return out;
}

std::vector<Condition> conditions_of(RunChoice const& choice) {
  std::vector<Condition> out;
  if (!choice.targets.empty())
    out.push_back({"target " + spelt(choice.targets),
                   [&choice](Observation const& run) { return target_in_index(run, choice); },
                   [&choice](RunFile& file) { return target_in_file(file, choice); }});
  if (choice.cone)
    out.push_back({"pointing within " + shortest(in_degrees(reach(choice))) + " deg",
                   [&choice](Observation const& run) { return cone_in_index(run, choice); },
                   [&choice](RunFile& file) { return cone_in_file(file, choice); }});
  if (choice.start || choice.stop)
    out.push_back({"time window", [&choice](Observation const& run) { return window_in_index(run, choice); },
                   [&choice](RunFile& file) { return window_in_file(file, choice); }});
  return out;
}

/// Keeps the run where its file cannot be read: leaving it out unseen would be a silent loss, and opening it
/// for its events will say what is wrong.
bool holds(Condition const& condition, Observation const& run, RunFile& file,
           std::vector<std::string>& notes) {
  Answer const by_index = condition.by_index(run);
  if (by_index != Answer::unknown) return by_index == Answer::yes;
  try {
    return condition.by_file(file);
  } catch (Failure const& failure) {
    notes.push_back("run " + std::to_string(run.id) + " kept although its " + condition.name +
                    " cannot be judged: " + failure.what());
    return true;
  }
}

[[noreturn]] void refuse_unknown_id(std::int64_t id, std::vector<Observation> const& runs) {
  std::vector<std::string> words;
  for (Observation const& run : runs) words.push_back(std::to_string(run.id));
  std::optional<std::string> nearest = nearest_word(std::to_string(id), words);
  if (!nearest && !runs.empty())
    nearest = std::to_string(std::min_element(runs.begin(), runs.end(), [&](auto const& a, auto const& b) {
                               return std::abs(static_cast<double>(a.id) - static_cast<double>(id)) <
                                      std::abs(static_cast<double>(b.id) - static_cast<double>(id));
                             })->id);
  throw Failure(Fault::bad_request, "no run " + std::to_string(id) + ": the data set has " +
                                        std::to_string(runs.size()) + " run(s)" +
                                        (nearest ? " - did you mean " + *nearest + "?" : ""));
}

std::vector<Observation> with_ids(std::vector<Observation> const& runs,
                                  std::vector<std::int64_t> const& ids) {
  if (ids.empty()) return runs;
  std::set<std::int64_t> const wanted(ids.begin(), ids.end());
  std::vector<Observation> out;
  std::copy_if(runs.begin(), runs.end(), std::back_inserter(out),
               [&](Observation const& run) { return wanted.count(run.id) > 0; });
  for (std::int64_t const id : wanted)
    if (std::none_of(out.begin(), out.end(), [id](Observation const& run) { return run.id == id; }))
      refuse_unknown_id(id, runs);
  return out;
}

std::string left(std::size_t n) { return std::to_string(n) + " left"; }

/// The targets that there are, as far as the index knows them.
std::string target_hint(RunChoice const& choice, std::vector<Observation> const& runs) {
  if (choice.targets.empty()) return "";
  std::set<std::string> objects;
  for (Observation const& run : runs)
    if (!run.object.empty()) objects.insert(run.object);
  std::string names;
  std::size_t left_to_name = 10;
  for (std::string const& object : objects) {
    if (left_to_name-- == 0) return "; targets are " + names + ", ...";
    names += (names.empty() ? "" : ", ") + object;
  }
  return names.empty() ? "" : "; targets are " + names;
}

}  // namespace

DataSet choose_runs(DataSet const& from, RunChoice const& choice) {
  DataSet out{with_ids(from.observations, choice.ids), from.notes, from.unreadable};
  if (!choice.ids.empty())
    out.unreadable.clear();  // every run that is wanted was found in a file that can be read
  std::string account = std::to_string(from.observations.size()) + " in the data set";
  if (!choice.ids.empty()) account += ", ids: " + left(out.observations.size());

  std::vector<Condition> const conditions = conditions_of(choice);
  std::vector<std::size_t> left_over(conditions.size(), 0);
  std::erase_if(out.observations, [&](Observation const& run) {
    RunFile file(run);
    for (std::size_t i = 0; i < conditions.size(); ++i) {
      if (!holds(conditions[i], run, file, out.notes)) return true;
      ++left_over[i];
    }
    return false;
  });
  for (std::size_t i = 0; i < conditions.size(); ++i)
    account += ", " + conditions[i].name + ": " + left(left_over[i]);
  if (out.observations.empty())
    throw Failure(Fault::bad_request, "no run is chosen: " + account + " - widen the choice" +
                                          target_hint(choice, from.observations));
  return out;
}

}  // namespace engine
