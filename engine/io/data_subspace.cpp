#include "engine/io/data_subspace.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>

#include "engine/base/text.hpp"
#include "engine/io/product_header.hpp"

namespace engine {

namespace {

constexpr char const* sky_type = "POS(RA,DEC)";

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

std::string range_text(std::optional<double> lo, std::optional<double> hi) {
  return (lo ? shortest(*lo) : "") + ":" + (hi ? shortest(*hi) : "");
}

std::string degrees_text(Angle angle) { return shortest(header_degrees(angle)); }

std::string position_text(Direction<Icrs> const& d) {
  return degrees_text(d.lon()) + "," + degrees_text(d.lat());
}

std::string circle_text(Direction<Icrs> const& centre, Angle radius) {
  return "CIRCLE(" + position_text(centre) + "," + degrees_text(radius) + ")";
}

std::string annulus_text(Direction<Icrs> const& centre, Angle inner, Angle outer) {
  return "ANNULUS(" + position_text(centre) + "," + degrees_text(inner) + "," + degrees_text(outer) + ")";
}

std::string polygon_text(Polygon const& polygon) {
  std::string text = "POLYGON(";
  for (Direction<Icrs> const& vertex : polygon.vertices)
    text += (text.back() == '(' ? "" : ",") + position_text(vertex);
  return text + ")";
}

std::string shape_text(Shape const& shape) {
  return std::visit(Overloaded{[](Cone const& c) { return circle_text(c.centre, c.radius); },
                               [](Annulus const& a) { return annulus_text(a.centre, a.inner, a.outer); },
                               [](Box const& b) {
                                 return "BOX(" + position_text(b.centre) + "," + degrees_text(b.width) + "," +
                                        degrees_text(b.height) + "," + degrees_text(b.angle) + ")";
                               },
                               [](Ellipse const& e) {
                                 return "ELLIPSE(" + position_text(e.centre) + "," + degrees_text(e.a) + "," +
                                        degrees_text(e.b) + "," + degrees_text(e.angle) + ")";
                               },
                               [](Polygon const& p) { return polygon_text(p); }},
                    shape);
}

std::string region_text(Region const& region) {
  std::string text;
  for (Shape const& shape : region.include) text += (text.empty() ? "" : "+") + shape_text(shape);
  if (text.empty()) text = "FIELD()";
  for (Shape const& shape : region.exclude) text += "-" + shape_text(shape);
  return text;
}

std::optional<Subspace> time_subspace(Selection const& selection, TimeReference const& time) {
  if (selection.gti == GtiUse::apply) return Subspace{"TIME", "s", "TABLE", ":GTI"};
  if (!selection.time) return std::nullopt;
  std::optional<double> start_s = selection.time->met_start_s, stop_s = selection.time->met_stop_s;
  if (selection.time->start) start_s = time.met_of(*selection.time->start);
  if (selection.time->stop) stop_s = time.met_of(*selection.time->stop);
  return Subspace{"TIME", "s", range_text(start_s, stop_s), ""};
}

std::optional<Subspace> energy_subspace(Selection const& selection) {
  if (!selection.energy) return std::nullopt;
  auto const number_of = [](std::optional<Energy> const& e) {
    return e ? std::optional<double>(in_tev(*e)) : std::nullopt;
  };
  return Subspace{"ENERGY", "TeV",
                  range_text(number_of(selection.energy->min), number_of(selection.energy->max)), ""};
}

struct Interval {
  double lo = -std::numeric_limits<double>::infinity(), hi = std::numeric_limits<double>::infinity();
};

std::optional<Interval> parsed_range(std::string const& value) {
  std::vector<std::string> const parts = split(value, ':');
  if (parts.size() != 2) return std::nullopt;
  Interval interval;
  for (std::size_t i = 0; i < 2; ++i) {
    if (parts[i].empty()) continue;
    std::optional<double> const bound = number(parts[i]);
    if (!bound) return std::nullopt;
    (i == 0 ? interval.lo : interval.hi) = *bound;
  }
  return interval;
}

std::string range_text(Interval const& interval) {
  auto const finite = [](double v) { return std::abs(v) < std::numeric_limits<double>::infinity(); };
  return range_text(finite(interval.lo) ? std::optional(interval.lo) : std::nullopt,
                    finite(interval.hi) ? std::optional(interval.hi) : std::nullopt);
}

std::optional<Cone> parsed_circle(Subspace const& s) {
  std::string_view text = trimmed(s.value);
  if (!same_word(s.type, sky_type) || text.size() < 9 || !same_word(text.substr(0, 7), "CIRCLE(") ||
      text.back() != ')')
    return std::nullopt;
  std::vector<std::string> const parts = split(text.substr(7, text.size() - 8), ',');
  if (parts.size() != 3) return std::nullopt;
  std::optional<double> const ra = number(parts[0]), dec = number(parts[1]), radius = number(parts[2]);
  if (!ra || !dec || !radius || !(*dec >= -90 && *dec <= 90)) return std::nullopt;
  return Cone{Direction<Icrs>::at(degrees(*ra), degrees(*dec)), degrees(*radius)};
}

/// The condition that says both, where one can.
std::optional<Subspace> merged(Subspace const& before, Subspace const& by) {
  if (!same_word(before.type, by.type)) return std::nullopt;
  if (before == by || same_word(by.value, "TABLE")) return by;
  std::optional<Cone> const old_circle = parsed_circle(before), circle = parsed_circle(by);
  if (old_circle && circle) {
    bool const within =
        in_degrees(separation(old_circle->centre, circle->centre)) + in_degrees(circle->radius) <=
        in_degrees(old_circle->radius) + 1e-9;
    return within ? std::optional(by) : std::nullopt;
  }
  std::optional<Interval> const old_range = parsed_range(before.value), range = parsed_range(by.value);
  if (!old_range || !range || !same_word(before.unit, by.unit)) return std::nullopt;
  Subspace both = by;
  both.value = range_text(Interval{std::max(old_range->lo, range->lo), std::min(old_range->hi, range->hi)});
  return both;
}

}  // namespace

std::vector<Subspace> subspace_of(Selection const& selection, TimeReference const& time,
                                  std::optional<Direction<Icrs>> const& pointing) {
  std::vector<Subspace> all;
  if (std::optional<Subspace> const s = time_subspace(selection, time)) all.push_back(*s);
  if (std::optional<Subspace> const s = energy_subspace(selection)) all.push_back(*s);
  if (!selection.region.everything()) all.push_back({sky_type, "deg", region_text(selection.region), ""});
  if (selection.offset && pointing) {
    AngleRange const& offset = *selection.offset;
    bool const whole = in_degrees(offset.min) <= 0;
    all.push_back(
        {sky_type, "deg",
         whole ? circle_text(*pointing, offset.max) : annulus_text(*pointing, offset.min, offset.max), ""});
  }
  return all;
}

std::vector<Subspace> read_subspace(FitsHeader const& header) {
  std::vector<Subspace> all;
  for (int n = 1;; ++n) {
    std::string const i = std::to_string(n);
    std::optional<std::string> const type = header.text("DSTYP" + i), value = header.text("DSVAL" + i);
    if (!type || !value) return all;
    all.push_back(
        {*type, header.text("DSUNI" + i).value_or(""), *value, header.text("DSREF" + i).value_or("")});
  }
}

std::vector<Subspace> narrowed(std::vector<Subspace> const& before, std::vector<Subspace> const& by) {
  std::vector<Subspace> all = before;
  for (Subspace const& condition : by) {
    auto const place = std::find_if(all.begin(), all.end(),
                                    [&](Subspace const& old) { return merged(old, condition).has_value(); });
    if (place == all.end())
      all.push_back(condition);
    else
      *place = *merged(*place, condition);
  }
  return all;
}

std::vector<FitsKey> subspace_keys(std::vector<Subspace> const& subspace) {
  std::vector<FitsKey> keys;
  for (std::size_t n = 0; n < subspace.size(); ++n) {
    std::string const i = std::to_string(n + 1);
    keys.push_back({"DSTYP" + i, subspace[n].type, "data subspace: type"});
    keys.push_back({"DSUNI" + i, subspace[n].unit, "unit"});
    keys.push_back({"DSVAL" + i, subspace[n].value, "value"});
    if (!subspace[n].reference.empty()) keys.push_back({"DSREF" + i, subspace[n].reference, "reference"});
  }
  keys.push_back({"NDSKEYS", static_cast<std::int64_t>(subspace.size()), "number of data subspace keys"});
  return keys;
}

bool is_subspace_keyword(std::string const& keyword) {
  if (keyword == "NDSKEYS") return true;
  for (std::string_view const start : {"DSTYP", "DSUNI", "DSVAL", "DSREF", "DSFORM"})
    if (std::string_view(keyword).substr(0, start.size()) == start) return true;
  return false;
}

}  // namespace engine
