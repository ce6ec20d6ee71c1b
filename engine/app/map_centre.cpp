#include "engine/app/map_centre.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "engine/app/wire.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/event_source.hpp"
#include "engine/io/target_names.hpp"

namespace engine {

namespace {

/// The header of a run, or nothing if it cannot be read: that is reported when its events are wanted.
std::optional<ObservationHeader> header_of(Observation const& run) {
  try {
    return open_events(run)->header();
  } catch (Failure const&) {
    return std::nullopt;
  }
}

std::string object_of(Observation const& run) {
  if (!run.object.empty()) return run.object;
  std::optional<ObservationHeader> const header = header_of(run);
  return header ? header->object : "";
}

std::optional<NamedDirection> object_position(Observation const& run) {
  std::optional<ObservationHeader> const header = header_of(run);
  if (!header || !header->object_position) return std::nullopt;
  return NamedDirection{header->object, *header->object_position};
}

std::optional<NamedDirection> pointing_mean(DataSet const& set) {
  Vector3 sum{};
  for (Observation const& run : set.observations) {
    std::optional<Direction<Icrs>> pointing = run.pointing;
    if (!pointing)
      if (std::optional<ObservationHeader> const header = header_of(run)) pointing = header->pointing;
    for (std::size_t k = 0; pointing && k < 3; ++k) sum[k] += pointing->xyz()[k];
  }
  if (dot(sum, sum) < 1e-12) return std::nullopt;  // none known, or spread over the whole sky
  return NamedDirection{"mean pointing", Direction<Icrs>::along(sum)};
}

std::optional<NamedDirection> shared_target(DataSet const& set) {
  std::set<std::string> names;
  for (Observation const& run : set.observations) {
    names.insert(target_key(object_of(run)));
    if (names.size() > 1) return std::nullopt;
  }
  if (names.empty() || names.begin()->empty()) return std::nullopt;
  for (Observation const& run : set.observations)
    if (std::optional<NamedDirection> const position = object_position(run)) return position;
  return std::nullopt;
}

/// The root looks into the files, the others hear the answer.
NamedDirection asked_of_root(Communicator const& ranks,
                             std::function<std::optional<NamedDirection>()> const& ask,
                             std::string const& complaint) {
  std::string answer;
  auto const trouble = trouble_in([&] {
    if (!ranks.is_root()) return;
    std::optional<NamedDirection> const found = ask();
    if (!found) throw Failure(Fault::bad_request, complaint);
    WireWriter out;
    out.text(found->name);
    for (double const component : found->direction.xyz()) out.real(component);
    answer = out.bytes();
  });
  throw_if_any_failed(ranks, trouble);
  ranks.broadcast(answer);
  WireReader in(answer);
  std::string name = in.text();
  Vector3 v{};
  for (double& component : v) component = in.real();
  return {std::move(name), Direction<Icrs>::unit(v)};
}

}  // namespace

NamedDirection target_position(DataSet const& set, std::string const& name, Communicator const& ranks) {
  auto const ask = [&]() -> std::optional<NamedDirection> {
    for (Observation const& run : set.observations)
      if (names_target(name, object_of(run)))
        if (std::optional<NamedDirection> const position = object_position(run)) return position;
    return std::nullopt;
  };
  return asked_of_root(ranks, ask,
                       "center: '" + name +
                           "' is neither coordinates nor a target of these runs with a known position "
                           "(RA_OBJ, DEC_OBJ) - write two coordinates: center=\"83.633 22.0145\"");
}

NamedDirection mean_pointing(DataSet const& set, Communicator const& ranks) {
  return asked_of_root(
      ranks, [&] { return pointing_mean(set); },
      "center: the runs do not say where they pointed - write center=\"lon lat\"");
}

NamedDirection natural_centre(DataSet const& set, Communicator const& ranks) {
  auto const ask = [&]() -> std::optional<NamedDirection> {
    if (std::optional<NamedDirection> target = shared_target(set)) return target;
    return pointing_mean(set);
  };
  return asked_of_root(ranks, ask,
                       "center: the runs share no target and do not say where they pointed - write "
                       "center=\"lon lat\"");
}

}  // namespace engine
