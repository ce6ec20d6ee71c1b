/// Prints the first table of a VOTable as JSON, for check_samples.py to compare with what it knows.
#include <fstream>
#include <iostream>
#include <sstream>

#include "catalog/table/table_puller.hpp"
#include "collected_table.hpp"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::ifstream file(argv[1], std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  auto const table = test_tables::table_in(text.str());
  catalog::TablePuller puller(std::make_unique<catalog::MemoryRows>(table.fields, table.rows),
                              catalog::make_json_encoder(), {});
  for (std::string chunk; puller.read(chunk);) std::cout << chunk;
}
