#include "engine/io/ds9_writer.hpp"

#include <cmath>

#include "engine/base/text.hpp"

namespace engine {

namespace {

std::string written(Angle angle) { return shortest(std::round(in_degrees(angle) * 1e10) / 1e10); }

std::string written(Direction<Icrs> const& place) {
  return written(place.lon()) + "," + written(place.lat());
}

std::string in_words(Cone const& s) { return "circle(" + written(s.centre) + "," + written(s.radius) + ")"; }

std::string in_words(Annulus const& s) {
  return "annulus(" + written(s.centre) + "," + written(s.inner) + "," + written(s.outer) + ")";
}

std::string in_words(Box const& s) {
  return "box(" + written(s.centre) + "," + written(s.width) + "," + written(s.height) + "," +
         written(s.angle) + ")";
}

std::string in_words(Ellipse const& s) {
  return "ellipse(" + written(s.centre) + "," + written(s.a) + "," + written(s.b) + "," + written(s.angle) +
         ")";
}

std::string in_words(Polygon const& s) {
  std::string out = "polygon(";
  for (Direction<Icrs> const& vertex : s.vertices) out += (out.back() == '(' ? "" : ",") + written(vertex);
  return out + ")";
}

void add(std::string& out, Shape const& shape, Ds9Entry const& entry, std::string_view sign) {
  out += std::string(sign) + ds9_shape(shape) + " # color=" + std::string(entry.colour);
  if (!entry.text.empty()) out += " text={" + entry.text + "}";
  out += "\n";
}

}  // namespace

std::string ds9_shape(Shape const& shape) {
  return std::visit([](auto const& s) { return in_words(s); }, shape);
}

std::string ds9_text(std::vector<Ds9Entry> const& entries) {
  std::string out = "# Region file format: DS9 version 4.1\nicrs\n";
  for (Ds9Entry const& entry : entries) {
    for (Shape const& shape : entry.region.include) add(out, shape, entry, "");
    for (Shape const& shape : entry.region.exclude) add(out, shape, entry, "-");
  }
  return out;
}

std::string ds9_text(OffRegions const& off) {
  std::vector<Ds9Entry> entries{{off.on, "green", "ON"}};
  for (Region const& region : regions_of(off))
    entries.push_back({region, "red", "OFF " + std::to_string(entries.size())});
  return ds9_text(entries);
}

}  // namespace engine
