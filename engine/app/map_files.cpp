#include "engine/app/map_files.hpp"

#include <array>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "engine/base/expects.hpp"
#include "engine/draw/map_picture.hpp"
#include "engine/draw/smooth.hpp"
#include "engine/io/durable.hpp"
#include "engine/io/map_products.hpp"
#include "engine/io/provenance_json.hpp"
#include "engine/io/wcs_locator.hpp"

namespace engine {

namespace {

std::string_view extension(PictureKind kind) {
  switch (kind) {
    case PictureKind::png: return "png";
    case PictureKind::svg: return "svg";
    case PictureKind::pdf: return "pdf";
  }
  contract_broken("every kind of picture has an extension", __FILE__, __LINE__);
}

std::string media_type(PictureKind kind) {
  switch (kind) {
    case PictureKind::png: return "image/png";
    case PictureKind::svg: return "image/svg+xml";
    case PictureKind::pdf: return "application/pdf";
  }
  contract_broken("every kind of picture has a media type", __FILE__, __LINE__);
}

void add_products(MapJob const& job, std::string const& stem, std::vector<Product>& out) {
  if (job.fits) {
    out.push_back({"counts_image", stem + "counts.fits", "image/fits"});
    if (job.axis)
      out.push_back({"counts_cube", job.cube_name.value_or(stem + "counts_cube.fits"), "application/fits"});
  }
  if (job.gammapy) out.push_back({"dataset", stem + "dataset.fits", "application/fits"});
  for (PictureKind const kind : job.pictures)
    out.push_back({"preview", stem + "counts." + std::string(extension(kind)), media_type(kind)});
}

PictureFormat picture_format(PictureKind kind) {
  switch (kind) {
    case PictureKind::png: return PictureFormat::png;
    case PictureKind::svg: return PictureFormat::svg;
    case PictureKind::pdf: return PictureFormat::pdf;
  }
  contract_broken("every kind of picture has a format", __FILE__, __LINE__);
}

std::vector<double> summed_over_energy(CountsCube const& cube) {
  std::vector<double> image(cube.geometry.pixels());
  for (std::size_t plane = 0; plane < cube.planes(); ++plane)
    for (std::size_t i = 0; i < image.size(); ++i) image[i] += cube.counts[plane * image.size() + i];
  return image;
}

std::string energy_text(MapJob const& job) {
  if (job.axis)
    return fmt::format("{:g} to {:g} TeV", in_tev(job.axis->edges().front()),
                       in_tev(job.axis->edges().back()));
  return "all energies";
}

/// Side of a square of a pixel's area at the reference point.
Angle mean_pixel(SkyGeometry const& geometry) {
  std::array<double, 4> const& m = geometry.pixel_from_plane();
  return radians(1 / std::sqrt(std::abs(m[0] * m[3] - m[1] * m[2])));
}

Stretch stretch_of(std::string const& word) {
  if (word == "linear") return Stretch::linear;
  return word == "log" ? Stretch::logarithmic : Stretch::square_root;
}

void write_picture(MapJob const& job, MapTarget const& target, CountsCube const& cube,
                   ProductSummary const& summary, PictureKind kind, std::string const& path) {
  std::vector<double> image = summed_over_energy(cube);
  double const total = std::accumulate(image.begin(), image.end(), 0.0);
  std::string unit = "counts / pixel";
  if (job.smooth) {
    image = smooth(image, static_cast<std::size_t>(cube.geometry.nx()),
                   static_cast<std::size_t>(cube.geometry.ny()), *job.smooth / mean_pixel(cube.geometry));
    unit += fmt::format(", smoothed ({:g}°)", in_degrees(*job.smooth));
  }
  std::string const runs = summary.inputs.size() == 1
                               ? fmt::format("run {}", summary.inputs.front().observation.id)
                               : fmt::format("{} runs", summary.inputs.size());
  MapPicture const picture{.geometry = cube.geometry,
                           .values = image,
                           .title = target.label.empty() ? "Counts" : "Counts · " + target.label,
                           .unit = unit,
                           .footer = fmt::format("{} · {:.0f} events · {} · {:.2f} h livetime", runs, total,
                                                 energy_text(job), summary.livetime_s() / 3600),
                           .stretch = stretch_of(job.colour_scale)};
  std::unique_ptr<PixelLocator const> const locator = make_locator(cube.geometry);
  SkyToPixel const sky_to_pixel = [&](auto ra_rad, auto dec_rad, auto x, auto y) {
    locator->fits_pixels(ra_rad, dec_rad, x, y);
  };
  write_new_file(path, draw_map(picture, sky_to_pixel, picture_format(kind)));
}

/// The products of one cube, as its provenance names them.
std::vector<ProductEntity> entities_of(std::vector<Product> const& products) {
  std::vector<ProductEntity> out;
  for (Product const& product : products) out.push_back({product.role, product.name, product.media_type});
  return out;
}

}  // namespace

std::string map_stem(std::string const& prefix, MapTarget const& target, std::optional<std::int64_t> run) {
  std::string out = prefix;
  if (!target.name.empty()) out += target.name + "_";
  if (run) out += "run_" + std::to_string(*run) + "_";
  return out;
}

std::vector<Product> map_products(MapJob const& job, DataSet const& set, std::string const& prefix) {
  std::vector<Product> out;
  for (MapTarget const& target : job.targets) {
    if (job.stacked) add_products(job, map_stem(prefix, target, std::nullopt), out);
    for (Observation const& run : set.observations)
      if (job.per_run) add_products(job, map_stem(prefix, target, run.id), out);
  }
  return out;
}

void write_map(MapJob const& job, MapTarget const& target, CountsCube const& cube,
               ProductSummary const& summary, std::string const& stem, Outputs const& outputs) {
  std::vector<Product> products;
  add_products(job, stem, products);
  std::string const provenance = provenance_json(summary, entities_of(products));
  if (job.fits) {
    write_counts_image(outputs.staged(stem + "counts.fits"), cube, summary, provenance);
    if (job.axis)
      write_counts_cube(outputs.staged(job.cube_name.value_or(stem + "counts_cube.fits")), cube, summary,
                        provenance);
  }
  if (job.gammapy) write_gammapy_dataset(outputs.staged(stem + "dataset.fits"), cube, summary, provenance);
  for (PictureKind const kind : job.pictures)
    write_picture(job, target, cube, summary, kind,
                  outputs.staged(stem + "counts." + std::string(extension(kind))));
}

}  // namespace engine
