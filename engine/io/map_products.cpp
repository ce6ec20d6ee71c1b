#include "engine/io/map_products.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/fits_writer.hpp"
#include "engine/io/product_header.hpp"
#include "engine/io/product_tables.hpp"
#include "engine/io/wcs_keys.hpp"

namespace engine {

namespace {

using Axes = std::vector<std::int64_t>;

Axes image_axes(CountsCube const& cube) { return {cube.geometry.nx(), cube.geometry.ny()}; }

Axes cube_axes(CountsCube const& cube) {
  Axes axes = image_axes(cube);
  axes.push_back(static_cast<std::int64_t>(cube.planes()));
  return axes;
}

std::vector<std::uint64_t> summed_over_energy(CountsCube const& cube) {
  std::size_t const pixels = cube.geometry.pixels();
  std::vector<std::uint64_t> sum(pixels, 0);
  for (std::size_t plane = 0; plane < cube.planes(); ++plane)
    for (std::size_t i = 0; i < pixels; ++i) sum[i] += cube.counts[plane * pixels + i];
  return sum;
}

template <class Count>
Count greatest(std::vector<Count> const& counts) {
  return counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
}

template <class Pixel, class Count>
void write_as(FitsWriter& file, std::string const& extname, Axes const& axes,
              std::vector<Count> const& counts) {
  std::vector<Pixel> pixels(counts.size());
  std::transform(counts.begin(), counts.end(), pixels.begin(), [](Count n) { return static_cast<Pixel>(n); });
  file.image(extname, axes, std::span<Pixel const>(pixels));
}

constexpr std::int32_t greatest_int32 = std::numeric_limits<std::int32_t>::max();

void write_sum(FitsWriter& file, CountsCube const& cube) {
  std::vector<std::uint64_t> const sum = summed_over_energy(cube);
  if (greatest(sum) <= std::uint64_t{greatest_int32})
    write_as<std::int32_t>(file, "", image_axes(cube), sum);
  else
    write_as<double>(file, "", image_axes(cube), sum);
}

void write_planes(FitsWriter& file, CountsCube const& cube) {
  if (greatest(cube.counts) > std::uint32_t{greatest_int32})
    return write_as<double>(file, "COUNTS", cube_axes(cube), cube.counts);
  // A signed view of the same integers, allowed by the language, saves a copy of what may be gigabytes.
  auto const* const pixels = reinterpret_cast<std::int32_t const*>(cube.counts.data());
  file.image("COUNTS", cube_axes(cube), std::span(pixels, cube.counts.size()));
}

enum class Planes { summed, by_energy };

void write_image_header(FitsWriter& file, CountsCube const& cube, Planes planes,
                        ProductSummary const& summary, ProductNote const& note) {
  write_celestial_axes(file, cube.geometry.header());
  if (planes == Planes::by_energy) write_energy_axis(file, *cube.axis);
  file.key({"BUNIT", std::string("count"), "unit of a pixel"});
  std::uint64_t const total = std::accumulate(cube.counts.begin(), cube.counts.end(), std::uint64_t{0});
  file.key({"TOTCTS", static_cast<std::int64_t>(total), "sum of all pixels"});
  write_summary(file, summary, note);
}

void write_energy_table(FitsWriter& file, std::string const& extname, EnergyAxis const& axis,
                        std::string const& unit, double unit_per_tev) {
  std::vector<std::int64_t> channel;
  std::vector<double> min, max;
  for (std::size_t bin = 0; bin < axis.bins(); ++bin) {
    channel.push_back(static_cast<std::int64_t>(bin));
    min.push_back(in_tev(axis.edges()[bin]) * unit_per_tev);
    max.push_back(in_tev(axis.edges()[bin + 1]) * unit_per_tev);
  }
  file.table(extname, {{"CHANNEL", "1J", ""}, {"E_MIN", "1D", unit}, {"E_MAX", "1D", unit}});
  file.key({"TLMIN1", std::int64_t{0}, "first channel"});
  file.key({"AXCOLS1", std::string("E_MIN,E_MAX"), "columns of the axis (GADF)"});
  file.key({"INTERP1", std::string("log"), "its interpolation"});
  file.column(1, channel);
  file.column(2, min);
  file.column(3, max);
}

void write_ebounds(FitsWriter& file, EnergyAxis const& axis) {
  write_energy_table(file, "EBOUNDS", axis, "keV", 1e9);
  file.keys({{"HDUCLASS", std::string("OGIP"), "class of the format"},
             {"HDUCLAS1", std::string("RESPONSE"), "kind of this HDU"},
             {"HDUCLAS2", std::string("EBOUNDS"), "kind of this HDU"},
             {"HDUVERS", std::string("1.2.0"), "version of the format"},
             {"CHANTYPE", std::string("PI"), "kind of channels"},
             {"DETCHANS", static_cast<std::int64_t>(axis.bins()), "number of channels"}});
}

void write_cube_header(FitsWriter& file, CountsCube const& cube, ProductSummary const& summary,
                       ProductNote const& note, std::string const& energy_table) {
  write_image_header(file, cube, Planes::by_energy, summary, note);
  file.key({"BANDSHDU", energy_table, "HDU with the energy edges"});
}

/// Products are written aside under their own name.
ProductNote note_of(std::string const& path, std::string const& description) {
  return {file_name_of(path), description, "DL4"};
}

}  // namespace

void write_counts_image(std::string const& path, CountsCube const& cube, ProductSummary const& summary,
                        std::string const& prov_json) {
  FitsWriter file = FitsWriter::create(path);
  write_sum(file, cube);
  write_image_header(file, cube, Planes::summed, summary,
                     note_of(path, "Counts on the sky, summed over energy"));
  write_account(file, summary, prov_json);
  file.close();
}

void write_counts_cube(std::string const& path, CountsCube const& cube, ProductSummary const& summary,
                       std::string const& prov_json) {
  EXPECTS(cube.axis.has_value());
  ProductNote const note = note_of(path, "Counts on the sky in energy bins");
  FitsWriter file = FitsWriter::create(path);
  write_sum(file, cube);
  write_image_header(file, cube, Planes::summed, summary, note);
  write_planes(file, cube);
  write_cube_header(file, cube, summary, note, "EBOUNDS");
  write_ebounds(file, *cube.axis);
  write_account(file, summary, prov_json);
  file.close();
}

void write_gammapy_dataset(std::string const& path, CountsCube const& cube, ProductSummary const& summary,
                           std::string const& prov_json) {
  if (!cube.axis)
    throw Failure(
        Fault::bad_request,
        "cannot write a gammapy MapDataset: the map has no energy axis (gammapy's datasets need one) - "
        "give energy bins, or write the FITS layout");
  constexpr std::uint32_t exact_in_float = 1U << 24;
  ProductNote const note = note_of(path, "Counts as a gammapy MapDataset");
  FitsWriter file = FitsWriter::create(path);
  file.empty_primary();
  file.keys(reference_keys(summary, note));
  if (greatest(cube.counts) <= exact_in_float)
    write_as<float>(file, "COUNTS", cube_axes(cube), cube.counts);
  else
    write_as<double>(file, "COUNTS", cube_axes(cube), cube.counts);
  write_cube_header(file, cube, summary, note, "COUNTS_BANDS");
  write_energy_table(file, "COUNTS_BANDS", *cube.axis, "TeV", 1);
  write_account(file, summary, prov_json);
  file.close();
}

}  // namespace engine
