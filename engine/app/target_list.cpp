#include "engine/app/target_list.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <sstream>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/coordinate_text.hpp"

namespace engine {

namespace {

struct Columns {
  std::optional<std::size_t> name;
  std::size_t lon, lat;
};

[[noreturn]] void refuse(std::string const& file, std::size_t line, std::string const& problem) {
  throw Failure(Fault::bad_request, file + ": line " + std::to_string(line) + ": " + problem);
}

/// Cells of a line: by commas if it has any, else by blanks; "quoted cells" keep theirs.
std::vector<std::string> cells_of(std::string_view line) {
  bool const commas = line.find(',') != line.npos;
  std::vector<std::string> cells(1);
  bool quoted = false, after_blank = false;
  for (char const c : trimmed(line)) {
    if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (commas ? c == ',' : (c == ' ' || c == '\t'))) {
      if (commas || !after_blank) cells.emplace_back();
      after_blank = true;
      continue;
    } else {
      cells.back() += c;
    }
    after_blank = false;
  }
  for (std::string& cell : cells) cell = std::string(trimmed(cell));
  return cells;
}

std::optional<std::size_t> column_called(std::vector<std::string> const& cells,
                                         std::vector<std::string> const& names) {
  for (std::size_t i = 0; i < cells.size(); ++i)
    for (std::string const& name : names)
      if (same_word(cells[i], name)) return i;
  return std::nullopt;
}

std::optional<Columns> columns_of_header(std::vector<std::string> const& cells, MapFrame frame) {
  std::vector<std::string> lon{"lon"}, lat{"lat"};
  if (frame == MapFrame::icrs) {
    lon.insert(lon.end(), {"ra", "raj2000", "ra_deg", "ra_icrs"});
    lat.insert(lat.end(), {"dec", "dej2000", "de", "dec_deg", "de_icrs"});
  } else {
    lon.insert(lon.end(), {"glon", "l"});
    lat.insert(lat.end(), {"glat", "b"});
  }
  std::optional<std::size_t> const x = column_called(cells, lon), y = column_called(cells, lat);
  if (!x || !y) return std::nullopt;
  return Columns{column_called(cells, {"name", "source", "source_name", "target", "id", "object"}), *x, *y};
}

bool looks_like_header(std::vector<std::string> const& cells) {
  return std::none_of(cells.begin(), cells.end(), [](std::string const& cell) {
    return !cell.empty() &&
           (std::isdigit(static_cast<unsigned char>(cell[0])) != 0 || cell[0] == '-' || cell[0] == '+');
  });
}

std::string file_name_part(std::string const& name) {
  std::string out;
  for (char const c : name) {
    bool const plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.';
    out += plain ? c : '_';
  }
  out.erase(0, out.find_first_not_of('.'));  // no hidden files, no way up
  return out.empty() ? "target" : out;
}

Angle coordinate(std::string const& cell, Coordinate what, std::string const& file, std::size_t line) {
  auto const value = parse_coordinate(cell, what);
  if (!value) refuse(file, line, with_caret(cell, value.error()));
  return *value;
}

}  // namespace

std::vector<ListedTarget> parse_target_list(std::string_view text, std::string const& file, MapFrame frame) {
  std::istringstream lines{std::string(text)};
  std::vector<ListedTarget> out;
  std::set<std::string> names;
  std::optional<Columns> columns;
  std::size_t number_of_line = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number_of_line;
    line.resize(std::min(line.find('#'), line.size()));
    if (trimmed(line).empty()) continue;
    std::vector<std::string> const cells = cells_of(line);
    if (!columns && looks_like_header(cells)) {
      columns = columns_of_header(cells, frame);
      if (!columns)
        refuse(file, number_of_line,
               std::string("no columns ") + (frame == MapFrame::icrs ? "ra and dec" : "glon and glat") +
                   " (or lon and lat) - name them, or set frame=");
      continue;
    }
    if (!columns) {
      if (cells.size() < 2) refuse(file, number_of_line, "write name, longitude, latitude");
      columns = cells.size() == 2 ? Columns{std::nullopt, 0, 1} : Columns{std::size_t{0}, 1, 2};
    }
    if (cells.size() <= std::max(columns->lon, columns->lat)) refuse(file, number_of_line, "too few columns");
    auto const first = frame == MapFrame::icrs ? Coordinate::right_ascension : Coordinate::longitude;
    ListedTarget target{"", coordinate(cells[columns->lon], first, file, number_of_line),
                        coordinate(cells[columns->lat], Coordinate::latitude, file, number_of_line)};
    bool const named = columns->name && *columns->name < cells.size() && !cells[*columns->name].empty();
    target.name = file_name_part(named ? cells[*columns->name] : "target" + std::to_string(out.size() + 1));
    if (!names.insert(lower(target.name)).second)
      refuse(file, number_of_line,
             "a second target is called " + target.name + " - products are named after targets");
    out.push_back(std::move(target));
  }
  if (out.empty()) throw Failure(Fault::bad_request, file + ": no targets in it - write name,ra,dec lines");
  return out;
}

}  // namespace engine
