#include "engine/draw/map_labels.hpp"

#include <algorithm>
#include <cmath>

#include "engine/draw/ticks.hpp"

namespace engine {

namespace {

/// One side of the frame, a little inside, so that lines which end on the frame cross it too.
struct FrameSide {
  LabelSide side;
  bool horizontal;
  double at, from, to;  ///< y of a horizontal side and its range of x, or the other way round
};

FrameSide frame_side(LabelSide side, SkyGeometry const& geometry) {
  double const inset = 1e-3 * std::max(geometry.nx(), geometry.ny());
  double const right = geometry.nx() + 0.5, top = geometry.ny() + 0.5;
  if (side == LabelSide::bottom) return {side, true, 0.5 + inset, 0.5, right};
  if (side == LabelSide::top) return {side, true, top - inset, 0.5, right};
  if (side == LabelSide::left) return {side, false, 0.5 + inset, 0.5, top};
  return {side, false, right - inset, 0.5, top};
}

std::vector<PixelPoint> crossings(GridLine const& line, FrameSide const& side) {
  std::vector<PixelPoint> out;
  for (Polyline const& piece : line.pieces)
    for (std::size_t i = 1; i < piece.size(); ++i) {
      PixelPoint a = piece[i - 1], b = piece[i];
      if (!side.horizontal) {
        std::swap(a.x, a.y);
        std::swap(b.x, b.y);
      }
      if ((a.y < side.at) == (b.y < side.at)) continue;
      double const along = a.x + (b.x - a.x) * (side.at - a.y) / (b.y - a.y);
      if (along < side.from || along > side.to) continue;
      out.push_back(side.horizontal ? PixelPoint{along, side.at} : PixelPoint{side.at, along});
    }
  return out;
}

class Labels {
 public:
  Labels(SkyGrid const& grid, SkyGeometry const& geometry, SkyToPixel const& sky_to_pixel)
      : grid_(grid), geometry_(geometry), sky_to_pixel_(sky_to_pixel) {}

  std::vector<MapLabel> all() {
    if (has_blank_corners(geometry_)) {
      if (!latitudes_along_edge()) latitudes_inside();
      longitudes_inside();
      return std::move(out_);
    }
    longitudes_on(LabelSide::bottom);
    if (grid_.pole_inside) {
      for (LabelSide const side : {LabelSide::left, LabelSide::top, LabelSide::right}) longitudes_on(side);
      latitudes_inside();
      return std::move(out_);
    }
    if (out_.empty()) longitudes_inside();
    if (latitudes_on(LabelSide::left) == 0) latitudes_inside();
    return std::move(out_);
  }

 private:
  std::string lon_text(double deg) const { return longitude_label(deg, grid_.lon_step_deg); }
  std::string lat_text(double deg) const { return latitude_label(deg, grid_.lat_step_deg); }

  void longitudes_on(LabelSide side) {
    for (GridLine const& line : grid_.meridians)
      for (PixelPoint const& at : crossings(line, frame_side(side, geometry_)))
        out_.push_back({at, side, lon_text(line.deg)});
  }
  std::size_t latitudes_on(LabelSide side) {
    std::size_t const before = out_.size();
    for (GridLine const& line : grid_.parallels)
      for (PixelPoint const& at : crossings(line, frame_side(side, geometry_)))
        out_.push_back({at, side, lat_text(line.deg)});
    return out_.size() - before;
  }
  /// Where each parallel ends on the edge, as in AIT and MOL; otherwise writes nothing and says so.
  bool latitudes_along_edge() {
    std::vector<MapLabel> labels;
    for (GridLine const& line : grid_.parallels) {
      PixelPoint const* leftmost = nullptr;
      for (Polyline const& piece : line.pieces)
        for (PixelPoint const& p : piece)
          if (leftmost == nullptr || p.x < leftmost->x) leftmost = &p;
      if (leftmost == nullptr) continue;
      if (!beside_edge(*leftmost)) return false;
      labels.push_back({*leftmost, LabelSide::edge, lat_text(line.deg)});
    }
    out_.insert(out_.end(), labels.begin(), labels.end());
    return true;
  }
  /// Along the parallel in the middle.
  void longitudes_inside() {
    if (grid_.parallels.empty()) return;
    double const lat = grid_.parallels[grid_.parallels.size() / 2].deg;
    std::vector<FramePlace> places;
    for (GridLine const& line : grid_.meridians) places.push_back({line.deg, lat});
    auto const points = pixels_of(places, geometry_, sky_to_pixel_);
    for (std::size_t i = 0; i < points.size(); ++i)
      if (on_map(points[i], geometry_) && !beside_edge(points[i]))
        out_.push_back({points[i], LabelSide::inside, lon_text(places[i].lon_deg)});
  }
  /// Half way between two meridians, where most of the parallels are on the map.
  void latitudes_inside() {
    std::vector<MapLabel> best;
    for (GridLine const& meridian : grid_.meridians) {
      std::vector<FramePlace> places;
      for (GridLine const& line : grid_.parallels)
        places.push_back({meridian.deg + grid_.lon_step_deg / 2, line.deg});
      auto const points = pixels_of(places, geometry_, sky_to_pixel_);
      std::vector<MapLabel> labels;
      for (std::size_t i = 0; i < points.size(); ++i)
        if (on_map(points[i], geometry_))
          labels.push_back({points[i], LabelSide::inside, lat_text(places[i].lat_deg)});
      if (labels.size() > best.size()) best = std::move(labels);
    }
    out_.insert(out_.end(), best.begin(), best.end());
  }
  bool beside_edge(PixelPoint const& p) const {
    auto const edge = edge_of(geometry_);
    if (!edge) return false;
    double const det = edge->first_axis.x * edge->second_axis.y - edge->first_axis.y * edge->second_axis.x;
    double const dx = p.x - edge->centre.x, dy = p.y - edge->centre.y;
    double const u = (dx * edge->second_axis.y - dy * edge->second_axis.x) / det;
    double const v = (dy * edge->first_axis.x - dx * edge->first_axis.y) / det;
    return u * u + v * v > 0.98;
  }

  SkyGrid const& grid_;
  SkyGeometry const& geometry_;
  SkyToPixel const& sky_to_pixel_;
  std::vector<MapLabel> out_;
};

}  // namespace

std::vector<MapLabel> map_labels(SkyGrid const& grid, SkyGeometry const& geometry,
                                 SkyToPixel const& sky_to_pixel) {
  return Labels(grid, geometry, sky_to_pixel).all();
}

bool has_blank_corners(SkyGeometry const& geometry) {
  auto const edge = edge_of(geometry);
  return edge && is_inside_map(*edge, geometry);
}

}  // namespace engine
