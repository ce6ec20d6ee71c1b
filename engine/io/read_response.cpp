#include "engine/io/read_response.hpp"

#include <array>
#include <utility>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"
#include "engine/io/response_cells.hpp"
#include "engine/io/sha256.hpp"

namespace engine {

namespace {

constexpr std::array<std::string_view, 5> keywords_read{"HDUCLAS3", "RAD_MAX", "LO_THRES", "HI_THRES",
                                                        "FOVALIGN"};

std::string column_names(FitsTable const& table) {
  std::string names;
  for (FitsColumn const& column : table.columns) names += (names.empty() ? "" : ", ") + column.name;
  return names;
}

/// gammapy takes tables without the keyword for RADEC, too.
FieldAlignment alignment_in(FitsHeader const& header, std::vector<std::string>& mends) {
  std::optional<std::string> const word = header.text("FOVALIGN");
  if (!word) mends.emplace_back("FOVALIGN is missing: DETX and DETY are taken to follow RADEC");
  if (!word || same_word(*word, "RADEC")) return FieldAlignment::radec;
  if (same_word(*word, "ALTAZ")) return FieldAlignment::altaz;
  refuse_response(header.place(), "FOVALIGN = '" + *word + "' is neither RADEC nor ALTAZ",
                  "correct the keyword");
}

void require_core(FitsHeader const& header, GridAxis const& radius) {
  if (radius.min() > 0.5 * (radius.centres().front()))
    refuse_response(header.place(),
                    "axis RAD begins at " + shortest(radius.min()) + " rad: the core is missing",
                    "begin the axis at 0");
}

ResponseValue value_of(FitsHeader const& header, ResponseLayout const& layout, ResponseCells cells,
                       std::vector<std::string>& mends) {
  std::vector<GridAxis>& axes = cells.axes;
  std::vector<std::vector<double>>& columns = cells.columns;
  auto const psf = [](auto value) -> ResponseValue {
    return std::make_shared<PointSpread const>(std::move(value));
  };
  auto const note_empty_cells = [&](std::size_t count) {
    if (count > 0)
      mends.push_back(std::to_string(count) + " of " + std::to_string(columns[0].size()) +
                      " cells have no PSF: each is as the nearest in energy that has");
  };
  switch (layout.kind) {
    case ResponseKind::aeff_2d:
      return std::make_shared<AreaResponse const>(axes[0], axes[1], std::move(columns[0]));
    case ResponseKind::edisp_2d:
      return std::make_shared<DispersionResponse const>(axes[1], axes[0], axes[2], std::move(columns[0]));
    case ResponseKind::psf_table:
      require_core(header, axes[0]);
      return psf(PsfTable(axes[1], axes[2], axes[0], std::move(columns[0])));
    case ResponseKind::psf_3gauss: {
      PsfGauss gauss(axes[0], axes[1],
                     {columns[0], {columns[1], columns[2], columns[3]}, {columns[4], columns[5]}});
      note_empty_cells(gauss.cells_without_psf());
      return psf(std::move(gauss));
    }
    case ResponseKind::psf_king: {
      PsfKing king(axes[0], axes[1], columns[0], columns[1]);
      note_empty_cells(king.cells_without_psf());
      return psf(std::move(king));
    }
    case ResponseKind::bkg_2d:
      return std::make_shared<Background const>(Background2D(axes[0], axes[1], columns[0]));
    case ResponseKind::bkg_3d:
      return std::make_shared<Background const>(
          Background3D(axes[0], axes[1], axes[2], alignment_in(header, mends), columns[0]));
    case ResponseKind::rad_max_2d:
      return std::make_shared<RadMaxResponse const>(axes[0], axes[1], std::move(columns[0]));
  }
  contract_broken("kind is one of the enumeration", __FILE__, __LINE__);
}

std::optional<Angle> rad_max_in(FitsHeader const& header, Enclosure enclosure) {
  std::optional<double> const radius_deg = header.real("RAD_MAX");
  if (!radius_deg || enclosure == Enclosure::full) return std::nullopt;
  if (!(*radius_deg > 0 && *radius_deg <= 90))
    refuse_response(header.place(), "RAD_MAX = " + shortest(*radius_deg) + " deg is no radius",
                    "correct the keyword");
  return degrees(*radius_deg);
}

std::optional<Energy> energy_in(FitsHeader const& header, std::string_view keyword) {
  std::optional<double> const value = header.real(keyword);
  return value ? std::optional(tev(*value)) : std::nullopt;
}

}  // namespace

LoadedResponse read_response(FitsFile& file, int hdu, std::string const& type) {
  FitsTable const table = file.table(hdu);
  FitsHeader const& header = file.header(hdu);
  ResponseLayout const* const layout = layout_of(table);
  if (layout == nullptr)
    refuse_response(
        table.place, "its columns " + column_names(table) + " are of no known format",
        "known are AEFF_2D, EDISP_2D, PSF_TABLE, PSF_3GAUSS, PSF_KING, BKG_2D, BKG_3D, RAD_MAX_2D");
  if (!type.empty() && !same_word(type, layout->type))
    refuse_response(table.place,
                    "it is listed as " + type + ", but its columns are those of " + std::string(layout->name),
                    "correct the HDU index");
  ResponseCells cells = read_response_cells(ResponseRow(file, table), *layout);
  LoadedResponse out;
  for (auto const& column : cells.columns) out.bytes += column.size() * sizeof(double);
  if (layout->kind == ResponseKind::psf_table) out.bytes *= 2;
  out.name = layout->name;
  out.mends = std::move(cells.mends);
  out.value = value_of(header, *layout, std::move(cells), out.mends);
  for (std::string& mend : out.mends) mend = table.place + ": " + mend;
  out.enclosure =
      same_word(header.text("HDUCLAS3").value_or(""), "POINT-LIKE") ? Enclosure::point_like : Enclosure::full;
  out.rad_max = rad_max_in(header, out.enclosure);
  out.low_threshold = energy_in(header, "LO_THRES");
  out.high_threshold = energy_in(header, "HI_THRES");
  return out;
}

std::string content_sum_of(FitsFile& file, int hdu) {
  FitsTable const table = file.table(hdu);
  RunningSha256 sum;
  std::string layout;
  auto const add = [&](std::string const& word) { layout += word + '\n'; };
  for (FitsColumn const& column : table.columns) {
    add(upper(column.name));
    add(column.unit);
    add(std::to_string(column.repeat) + column.code);
    for (std::int64_t const size : column.dims) add(std::to_string(size));
    add(shortest(column.scale) + ' ' + shortest(column.zero) + ' ' +
        (column.null ? std::to_string(*column.null) : "-"));
  }
  for (std::string_view const keyword : keywords_read)
    add(std::string(keyword) + '=' + file.header(hdu).text(keyword).value_or(""));
  sum.add(layout);
  std::vector<std::byte> buffer;
  std::span<std::byte const> const bytes = file.rows(table, {0, table.rows}, buffer);
  sum.add({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
  return sum.hexadecimal();
}

}  // namespace engine
