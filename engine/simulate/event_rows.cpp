#include "engine/simulate/event_rows.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <numbers>

#include "engine/base/expects.hpp"

namespace engine {

EventLayout event_layout(SimulationRequest const& request) {
  PlantedDefects const& defects = request.defects;
  using enum PlantedDefect;
  return {
      .angles =
          defects.contains(angles_in_radians) ? EventLayout::Angles::radians : EventLayout::Angles::degrees,
      .energies = defects.contains(energy_in_gev) ? EventLayout::Energies::gev : EventLayout::Energies::tev,
      .units = defects.contains(missing_units) ? EventLayout::Units::missing : EventLayout::Units::stated,
      .ids =
          defects.contains(unsigned_event_id) ? EventLayout::Ids::unsigned_32 : EventLayout::Ids::signed_64,
      .field_of_view_columns = request.rows == RowFormat::standard,
      .mc_id_column = request.truth == Truth::written};
}

std::vector<FitsColumnFormat> event_columns(EventLayout const& layout) {
  std::string const angle = layout.angles == EventLayout::Angles::degrees ? "deg" : "rad";
  std::string const energy = layout.energies == EventLayout::Energies::tev ? "TeV" : "GeV";
  std::vector<FitsColumnFormat> columns{
      {"EVENT_ID", layout.ids == EventLayout::Ids::signed_64 ? "1K" : "1J", ""},
      {"TIME", "1D", "s"},
      {"RA", "1E", angle},
      {"DEC", "1E", angle},
      {"ENERGY", "1E", energy}};
  if (layout.field_of_view_columns) {
    columns.push_back({"DETX", "1E", angle});
    columns.push_back({"DETY", "1E", angle});
  }
  if (layout.mc_id_column) columns.push_back({"MC_ID", "1J", ""});
  if (layout.units == EventLayout::Units::missing)
    for (FitsColumnFormat& column : columns) column.unit.clear();
  return columns;
}

std::size_t event_row_bytes(EventLayout const& layout) {
  return (layout.ids == EventLayout::Ids::signed_64 ? 28u : 24u) + (layout.field_of_view_columns ? 8u : 0u) +
         (layout.mc_id_column ? 4u : 0u);
}

namespace {

static_assert(std::endian::native == std::endian::little, "rows are byte-swapped for FITS");

class RowBytes {
 public:
  explicit RowBytes(std::byte* to) : to_(to) {}
  void put(std::uint32_t bits) { copy(__builtin_bswap32(bits)); }
  void put(std::uint64_t bits) { copy(__builtin_bswap64(bits)); }
  void put_real(float value) { put(std::bit_cast<std::uint32_t>(value)); }
  void put_real(double value) { put(std::bit_cast<std::uint64_t>(value)); }

 private:
  template <class Bits>
  void copy(Bits bits) {
    std::memcpy(to_, &bits, sizeof bits);
    to_ += sizeof bits;
  }
  std::byte* to_;
};

}  // namespace

void encode_events(SimulatedRun const& run, Rows rows, EventLayout const& layout,
                   std::vector<std::byte>& out) {
  EXPECTS(rows.last <= run.size() && (run.detx_rad.size() == run.size() || !layout.field_of_view_columns));
  std::size_t const row_bytes = event_row_bytes(layout);
  double const angle = layout.angles == EventLayout::Angles::degrees ? 180 / std::numbers::pi : 1;
  double const energy = layout.energies == EventLayout::Energies::tev ? 1 : 1000;
  out.resize(rows.count() * row_bytes);
  for (std::size_t i = rows.first; i < rows.last; ++i) {
    RowBytes row(out.data() + (i - rows.first) * row_bytes);
    // TZERO = 2^31 makes an unsigned number of a signed one: its sign bit is turned over.
    if (layout.ids == EventLayout::Ids::signed_64)
      row.put(static_cast<std::uint64_t>(event_id(run.plan.obs_id, i)));
    else
      row.put(static_cast<std::uint32_t>(i + 1) ^ 0x80000000u);
    row.put_real(run.met_s[i]);
    row.put_real(static_cast<float>(run.ra_rad[i] * angle));
    row.put_real(static_cast<float>(run.dec_rad[i] * angle));
    row.put_real(static_cast<float>(run.energy_tev[i] * energy));
    if (layout.field_of_view_columns) {
      row.put_real(static_cast<float>(run.detx_rad[i] * angle));
      row.put_real(static_cast<float>(run.dety_rad[i] * angle));
    }
    if (layout.mc_id_column) row.put(static_cast<std::uint32_t>(run.mc_id[i]));
  }
}

}  // namespace engine
