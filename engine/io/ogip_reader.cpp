#include "engine/io/ogip_reader.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/ogip_tables.hpp"
#include "engine/io/unit_expression.hpp"

namespace engine {

namespace {

/// The file that a keyword of the PHA names: by its path, else beside the PHA.
std::string named_file(OgipTable const& pha, std::string const& path, std::string const& keyword) {
  std::string const name = pha.header.text(keyword).value_or("");
  if (name.empty() || same_word(name, "none")) refuse_ogip(pha.table.place, keyword + " names no file");
  std::filesystem::path const beside = std::filesystem::path(path).parent_path() / name;
  return std::filesystem::exists(beside) ? beside.string() : name;
}

std::vector<std::uint64_t> counts_of(OgipTable& table) {
  std::vector<std::uint64_t> out;
  for (double const value : table.column("COUNTS")) {
    if (!(value >= 0) || value != std::floor(value) || value > 9e15)
      refuse_ogip(table.table.place, "COUNTS are not whole numbers");
    out.push_back(static_cast<std::uint64_t>(value));
  }
  return out;
}

double exposure_of(OgipTable const& table) {
  double const exposure = table.header.required_real("EXPOSURE", "a spectrum needs its livetime");
  if (!(exposure > 0)) refuse_ogip(table.table.place, "EXPOSURE is not above 0");
  return exposure;
}

std::vector<double> acceptance_of(OgipTable& table) {
  std::vector<double> out = table.column("BACKSCAL", 1);
  std::vector<double> const area = table.column("AREASCAL", 1);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] *= area[i];
  if (std::any_of(out.begin(), out.end(), [](double value) { return value < 0; }))
    refuse_ogip(table.table.place, "BACKSCAL is negative");
  return out;
}

/// Channels must stand in order, as the energy axis of EBOUNDS does.
void require_rows(OgipTable& table, EnergyAxis const& energy) {
  if (table.rows() != energy.bins())
    refuse_ogip(table.table.place,
                std::to_string(table.rows()) + " channels, but EBOUNDS has " + std::to_string(energy.bins()));
  std::vector<double> const channel = table.column("CHANNEL");
  for (std::size_t i = 1; i < channel.size(); ++i)
    if (channel[i] != channel[i - 1] + 1) refuse_ogip(table.table.place, "CHANNEL does not count by ones");
}

SpectrumOnOff read_counts(std::string const& path, OgipTable& pha, EnergyAxis const& energy) {
  OgipTable bkg = open_ogip_table(named_file(pha, path, "BACKFILE"), {"SPECTRUM"});
  require_rows(pha, energy);
  require_rows(bkg, energy);
  SpectrumOnOff out{pha.header.text("OBS_ID").value_or(""),
                    energy,
                    counts_of(pha),
                    counts_of(bkg),
                    acceptance_of(pha),
                    acceptance_of(bkg),
                    std::vector<std::uint8_t>(energy.bins(), 0),
                    seconds(exposure_of(pha))};
  double const relative = exposure_of(bkg) / exposure_of(pha);
  std::vector<double> const quality = pha.column("QUALITY", 0);
  for (std::size_t i = 0; i < energy.bins(); ++i) {
    out.off_acceptance[i] *= relative;
    out.usable[i] = quality[i] == 0 && out.on_acceptance[i] > 0 && out.off_acceptance[i] > 0 ? 1 : 0;
  }
  return out;
}

void require_same_grid(EnergyAxis const& a, EnergyAxis const& b, std::string const& place) {
  bool same = a.bins() == b.bins();
  for (std::size_t i = 0; same && i <= a.bins(); ++i) same = std::abs(a.edges()[i] / b.edges()[i] - 1) < 1e-5;
  if (!same) refuse_ogip(place, "its energies are not those of the effective area, or of the counts");
}

/// Rows of groups into a full matrix.
void fill_dispersion(SpectrumResponse& out, OgipTable& matrix, std::int64_t first_channel) {
  auto const groups = matrix.cells("N_GRP"), first = matrix.cells("F_CHAN"), count = matrix.cells("N_CHAN"),
             values = matrix.cells("MATRIX");
  std::size_t const channels = out.energy.bins();
  for (std::size_t row = 0; row < matrix.rows(); ++row) {
    std::size_t taken = 0;
    auto const n = groups[row].empty() ? 0.0 : groups[row].front();
    if (!(n >= 0) || n > static_cast<double>(std::min(first[row].size(), count[row].size())))
      refuse_ogip(matrix.table.place, "row " + std::to_string(row + 1) + " has not all of its groups");
    for (std::size_t group = 0; group < static_cast<std::size_t>(n); ++group) {
      double const from = first[row][group] - static_cast<double>(first_channel), width = count[row][group];
      bool const fits = from >= 0 && width >= 0 && from + width <= static_cast<double>(channels) &&
                        static_cast<double>(taken) + width <= static_cast<double>(values[row].size());
      if (!fits)
        refuse_ogip(matrix.table.place,
                    "a group of row " + std::to_string(row + 1) + " lies outside the channels");
      for (std::size_t i = 0; i < static_cast<std::size_t>(width); ++i) {
        double const value = values[row][taken++];
        if (!std::isfinite(value) || value < 0)
          refuse_ogip(matrix.table.place,
                      "MATRIX is not finite, or negative, in row " + std::to_string(row + 1));
        out.dispersion[row * channels + static_cast<std::size_t>(from) + i] = value;
      }
    }
  }
}

std::vector<double> areas_m2(OgipTable& arf) {
  std::vector<double> out = arf.column("SPECRESP");
  std::string const text = arf.table.find("SPECRESP")->unit;
  std::optional<UnitExpression> const unit = parse_unit(text);
  if (!unit || unit->length != 2 || unit->energy != 0 || unit->time != 0 || unit->angle != 0)
    refuse_ogip(arf.table.place, "the unit of SPECRESP is '" + text + "', which is no area");
  for (double& area : out) {
    area *= unit->scale;
    if (area < 0) refuse_ogip(arf.table.place, "SPECRESP is negative");
  }
  return out;
}

SpectrumResponse read_response(std::string const& path, OgipTable const& pha, EnergyAxis const& energy) {
  OgipTable arf = open_ogip_table(named_file(pha, path, "ANCRFILE"), {"SPECRESP"});
  std::string const rmf_path = named_file(pha, path, "RESPFILE");
  OgipTable matrix = open_ogip_table(rmf_path, {"MATRIX", "SPECRESP MATRIX"});
  OgipTable bounds = open_ogip_table(rmf_path, {"EBOUNDS"});
  SpectrumResponse out{arf.axis("ENERG_LO", "ENERG_HI"), energy, areas_m2(arf), {}};
  require_same_grid(matrix.axis("ENERG_LO", "ENERG_HI"), out.true_energy, matrix.table.place);
  require_same_grid(bounds.axis("E_MIN", "E_MAX"), energy, bounds.table.place);
  constexpr std::size_t most = std::size_t{1} << 27;
  if (out.true_energy.bins() > most / energy.bins())
    refuse_ogip(matrix.table.place, "the matrix is absurdly large");
  out.dispersion.assign(out.true_energy.bins() * energy.bins(), 0);

  auto const column = matrix.table.find("F_CHAN");
  if (column == nullptr) refuse_ogip(matrix.table.place, "there is no column F_CHAN");
  std::string const number = std::to_string(column - matrix.table.columns.data() + 1);
  std::int64_t const first = matrix.header.integer("TLMIN" + number)
                                 .value_or(static_cast<std::int64_t>(bounds.column("CHANNEL").front()));
  fill_dispersion(out, matrix, first);
  if (auto const low = arf.header.real("LO_THRES")) out.low_threshold = tev(*low);
  if (auto const high = arf.header.real("HI_THRES")) out.high_threshold = tev(*high);
  return out;
}

}  // namespace

FoldedSpectrum read_ogip_spectrum(std::string const& pha_path) {
  OgipTable pha = open_ogip_table(pha_path, {"SPECTRUM"});
  // Sherpa and XSPEC look for the channels' energies in the RMF; only gammapy and we write them to the PHA,
  // too.
  std::string const rmf_path = named_file(pha, pha_path, "RESPFILE");
  EnergyAxis const energy = open_ogip_table(rmf_path, {"EBOUNDS"}).axis("E_MIN", "E_MAX");
  SpectrumOnOff counts = read_counts(pha_path, pha, energy);
  return {std::move(counts), read_response(pha_path, pha, energy)};
}

}  // namespace engine
