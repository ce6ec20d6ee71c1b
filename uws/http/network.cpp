#include "uws/http/network.hpp"

#include <array>
#include <cstdint>
#include <optional>

#include <arpa/inet.h>

#include "engine/base/text.hpp"

namespace uws::http {

namespace {

/// 16 bytes in any case: IPv4 as ::ffff:a.b.c.d.
struct Address {
  std::array<std::uint8_t, 16> bytes{};
  bool is_ipv4 = false;
};

std::optional<Address> address_of(std::string_view text) {
  std::string const word(text);
  Address address;
  if (inet_pton(AF_INET, word.c_str(), address.bytes.data() + 12) == 1) {
    address.bytes[10] = address.bytes[11] = 0xFF;
    address.is_ipv4 = true;
    return address;
  }
  if (inet_pton(AF_INET6, word.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

struct Network {
  Address address;
  std::size_t bits = 128;
};

std::optional<Network> network_of(std::string_view text) {
  std::size_t const slash = text.find('/');
  auto const address = address_of(text.substr(0, slash));
  if (!address) return std::nullopt;
  Network network{.address = *address};
  if (slash == std::string_view::npos) return network;
  auto const bits = engine::whole_number(text.substr(slash + 1));
  std::int64_t const most = address->is_ipv4 ? 32 : 128;
  if (!bits || *bits < 0 || *bits > most) return std::nullopt;
  network.bits = static_cast<std::size_t>(*bits + 128 - most);
  return network;
}

}  // namespace

bool in_network(std::string_view text, std::string_view network_text) {
  if (text == "unix" || network_text == "unix") return text == network_text;
  auto const address = address_of(text);
  auto const network = network_of(network_text);
  if (!address || !network) return false;
  for (std::size_t bit = 0; bit < network->bits; ++bit) {
    int const different = address->bytes[bit / 8] ^ network->address.bytes[bit / 8];
    if (different & (0x80 >> (bit % 8))) return false;
  }
  return true;
}

bool is_network(std::string_view text) { return text == "unix" || network_of(text).has_value(); }

}  // namespace uws::http
