/// Writes the sample table in every format into a directory, for readers that are not ours: check_samples.py.
#include <fstream>
#include <iostream>

#include "catalog/table/formats.hpp"
#include "catalog/table/table_puller.hpp"
#include "catalog/table/votable_frame.hpp"
#include "sample_rows.hpp"

namespace {

using namespace catalog;

TableFrame sample_frame() {
  TableFrame frame;
  frame.resource_name = "sample";
  frame.description = "Values that break writers: <&>\x02";
  frame.infos = {{"query", "SELECT '<x>' \"y\" & z", ""},
                 {"citation", "Ünsöld \xF0\x9F\x98\x80", "text & more"}};
  frame.services = {links_descriptor("https://host/links?a=1&b=2", "obs_publisher_did")};
  return frame;
}

void write(std::string const& path, Serialization form, CellFormat cells, std::optional<std::int64_t> limit,
           std::size_t repeat = 1) {
  auto rows = std::make_unique<test_tables::TypedRows>(test_tables::sample_columns(),
                                                       test_tables::sample_rows(), cells, repeat);
  TablePuller puller(std::move(rows), make_encoder(form), sample_frame(), limit);
  std::ofstream file(path, std::ios::binary);
  for (std::string chunk; puller.read(chunk);) file << chunk;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::string const directory = std::string(argv[1]) + "/";
  for (DeclaredFormat const& declared : declared_formats()) {
    if (declared.aliases.empty()) continue;
    Format const format = *format_of(declared.aliases.front());
    std::string name = declared.aliases.front();
    for (char& c : name)
      if (c == '/') c = '_';
    write(directory + name + ".text" + format.extension, format.serialization, CellFormat::text, {});
    write(directory + name + ".binary" + format.extension, format.serialization, CellFormat::binary, {});
    write(directory + name + ".cut" + format.extension, format.serialization, CellFormat::text, 2);
    write(directory + name + ".none" + format.extension, format.serialization, CellFormat::binary, 0);
    write(directory + name + ".many" + format.extension, format.serialization, CellFormat::binary, {}, 2500);
  }
  std::ofstream(directory + "error.vot")
      << votable_error("line 1, column 8: expected <FROM> & \"more\"\x03", {{"request", "abc", ""}});
}
