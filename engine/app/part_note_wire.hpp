/// The parts of a note about files, products, and how the part ran, as bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/app/part_note.hpp"
#include "engine/app/wire.hpp"

namespace engine {

inline std::int64_t whole(std::uint64_t n) { return static_cast<std::int64_t>(n); }

/// A number of items, and each of them.
template <class Items, class Write>
void write_list(WireWriter& out, Items const& items, Write write) {
  out.number(whole(items.size()));
  for (auto const& item : items) write(item);
}

template <class Read>
void read_list(WireReader& in, Read read) {
  for (std::int64_t left = in.number(); left > 0; --left) read();
}

void write_texts(WireWriter& out, std::vector<std::string> const& texts);
std::vector<std::string> read_texts(WireReader& in);

void write_facts(WireWriter& out, PartNote const& note);
void read_facts(WireReader& in, PartNote& note);

}  // namespace engine
