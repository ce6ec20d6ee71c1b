#include "engine/io/provenance_table.hpp"

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/fits_file.hpp"

namespace engine {
namespace {

constexpr std::size_t longest_document = std::size_t{256} << 20;

std::size_t big_endian(std::span<std::byte const> bytes) {
  std::size_t value = 0;
  for (std::byte const byte : bytes) value = (value << 8) | std::to_integer<std::size_t>(byte);
  return value;
}

[[noreturn]] void damaged(FitsTable const& table, std::string const& why) {
  throw Failure(Fault::bad_data, "cannot read the provenance: " + table.place + " (" + why + ")");
}

/// The bytes of a variable-length cell: "P" is a pair of 32-bit numbers, "Q" of 64-bit ones, of elements and
/// of the first byte in the heap (FITS 4.0 section 7.3.5).
std::string in_heap(FitsFile& file, FitsTable const& table, FitsHeader const& header,
                    std::span<std::byte const> cell) {
  std::size_t const half = cell.size() / 2, main = table.rows * table.row_bytes;
  std::size_t const length = big_endian(cell.first(half)), offset = big_endian(cell.subspan(half));
  auto const heap = header.integer("THEAP").value_or(static_cast<std::int64_t>(main));
  auto const behind = header.integer("PCOUNT").value_or(0);
  if (heap < 0 || behind < 0 || static_cast<std::size_t>(heap) < main)
    damaged(table, "THEAP or PCOUNT makes no sense");
  std::size_t const begin = static_cast<std::size_t>(heap), end = main + static_cast<std::size_t>(behind);
  if (length > longest_document || begin > end || offset > end - begin || length > end - begin - offset)
    damaged(table, "the document lies outside of the heap");
  // The table once more, as a plain row of bytes.
  FitsTable bytes = table;
  bytes.row_bytes = 1;
  bytes.rows = end;
  std::vector<std::byte> buffer;
  auto const found = file.rows(bytes, {begin + offset, begin + offset + length}, buffer);
  std::string text;
  for (std::byte const byte : found) text += static_cast<char>(byte);
  return text;
}

}  // namespace

std::optional<std::string> provenance_document(std::string const& path, std::string const& format) {
  FitsFile file = FitsFile::open(path);
  auto const hdu = file.find_hdu("PROVENANCE");
  if (!hdu || !file.is_binary_table(*hdu)) return std::nullopt;
  FitsTable const table = file.table(*hdu);
  auto const* const doc = table.find("DOC");
  auto const* const name = table.find("FORMAT");
  if (doc == nullptr || name == nullptr || (doc->code != 'P' && doc->code != 'Q'))
    damaged(table, "no columns FORMAT and DOC, or DOC is no array of variable length");
  for (std::size_t row = 0; row < table.rows; ++row) {
    std::vector<std::byte> buffer;
    auto const bytes = file.rows(table, {row, row + 1}, buffer);
    if (!same_word(text_in_cell(*name, bytes.data() + name->offset), format)) continue;
    return in_heap(file, table, file.header(*hdu), bytes.subspan(doc->offset, doc->bytes));
  }
  return std::nullopt;
}

}  // namespace engine
