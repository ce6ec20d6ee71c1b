#include "catalog/ingest/hdu_facts.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/data_sum.hpp"

namespace catalog::ingest {

namespace {

constexpr std::size_t block_bytes = 2880;

std::size_t padded(std::size_t bytes) { return (bytes + block_bytes - 1) / block_bytes * block_bytes; }

/// The byte behind the data of an HDU, padding included; nothing for other HDUs than tables and empty ones.
std::optional<std::size_t> end_of(engine::FitsFile& file, int hdu) {
  if (file.is_binary_table(hdu)) {
    engine::FitsTable const table = file.table(hdu);
    auto const heap = file.header(hdu).integer("PCOUNT").value_or(0);
    return table.data_start +
           padded(table.rows * table.row_bytes + static_cast<std::size_t>(std::max<std::int64_t>(heap, 0)));
  }
  bool const empty = hdu == 1 && file.header(hdu).integer("NAXIS").value_or(0) == 0;
  if (!empty) return std::nullopt;
  return padded((file.header(hdu).cards().size() + 1) * 80);
}

std::optional<std::int64_t> size_of(engine::FitsFile& file, int hdu) {
  auto const end = end_of(file, hdu);
  auto const before = hdu == 1 ? std::optional<std::size_t>(0) : end_of(file, hdu - 1);
  if (!end || !before || *end < *before) return std::nullopt;
  return static_cast<std::int64_t>(*end - *before);
}

}  // namespace

bool has_heap(engine::FitsFile& file, int hdu) { return file.header(hdu).integer("PCOUNT").value_or(0) > 0; }

HduFacts describe_hdu(engine::FitsFile& file, int hdu) {
  engine::FitsHeader const& header = file.header(hdu);
  HduFacts out;
  out.number = hdu - 1;
  out.name = header.text("EXTNAME").value_or("");
  try {
    auto const version = header.integer("EXTVER");
    if (version && *version >= 0 && *version <= 1000000000) out.version = version;
  } catch (engine::Failure const&) {  // a word instead of a number: of no use to anyone
  }
  out.hduclass = header.text("HDUCLASS");
  out.hdudoc = header.text("HDUDOC");
  out.hduvers = header.text("HDUVERS");
  out.hduclas1 = header.text("HDUCLAS1");
  out.hduclas2 = header.text("HDUCLAS2");
  out.hduclas3 = header.text("HDUCLAS3");
  out.hduclas4 = header.text("HDUCLAS4");
  out.checksum = header.text("CHECKSUM");
  if (file.is_binary_table(hdu)) out.n_rows = static_cast<std::int64_t>(file.table(hdu).rows);
  out.size_bytes = size_of(file, hdu);
  return out;
}

HduFacts describe_summed_hdu(engine::FitsFile& file, int hdu) {
  HduFacts out = describe_hdu(file, hdu);
  if (!file.is_binary_table(hdu) || has_heap(file, hdu)) {
    out.datasum = file.header(hdu).text("DATASUM");
    return out;
  }
  engine::FitsTable const table = file.table(hdu);
  engine::DataSum sum;
  std::vector<std::byte> buffer;
  for (std::size_t first = 0; first < table.rows; first += rows_at_once)
    sum.add(file.rows(table, {first, std::min(first + rows_at_once, table.rows)}, buffer));
  out.datasum = std::to_string(sum.value());
  return out;
}

}  // namespace catalog::ingest
