/// The reader of VOTables that strangers upload. A table or a refusal, never a crash; and what was read is
/// written again and read back as the same number of rows and columns.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "catalog/table/table_puller.hpp"
#include "engine/base/failure.hpp"
#include "tests/catalog/table/collected_table.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

std::string written(test_tables::CollectedTable const& table, catalog::Serialization form) {
  catalog::TablePuller puller(std::make_unique<catalog::MemoryRows>(table.fields, table.rows),
                              catalog::make_encoder(form), {});
  std::string text;
  for (std::string chunk; puller.read(chunk);) text += chunk;
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using catalog::Serialization;
  catalog::VotableLimits const limits{
      .document_bytes = 1 << 20, .columns = 50, .cell_bytes = 1 << 16, .rows = 1000};
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  test_tables::CollectedTable table;
  try {
    table = test_tables::table_in(text, limits, 1 + size % 100);
  } catch (engine::Failure const& failure) {
    require(failure.fault() == engine::Fault::bad_request);
    return 0;
  }
  for (Serialization form : {Serialization::votable_tabledata, Serialization::votable_binary2}) {
    auto const again = test_tables::table_in(written(table, form));
    require(again.fields.size() == table.fields.size() && again.rows.size() == table.rows.size());
  }
  return 0;
}
