#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include <arpa/inet.h>

#include "uws/fetch/fetch.hpp"

namespace uws {
namespace {

struct Network4 {
  std::uint32_t address;
  int bits;
};
constexpr std::uint32_t ip(unsigned a, unsigned b, unsigned c, unsigned d) {
  return a << 24 | b << 16 | c << 8 | d;
}

// RFC 6890 table 1 to 16: everything that is not globally reachable, multicast and the rest above it.
constexpr std::array inner_networks{
    Network4{ip(0, 0, 0, 0), 8},     Network4{ip(10, 0, 0, 0), 8},      Network4{ip(100, 64, 0, 0), 10},
    Network4{ip(127, 0, 0, 0), 8},   Network4{ip(169, 254, 0, 0), 16},  Network4{ip(172, 16, 0, 0), 12},
    Network4{ip(192, 0, 0, 0), 24},  Network4{ip(192, 0, 2, 0), 24},    Network4{ip(192, 168, 0, 0), 16},
    Network4{ip(198, 18, 0, 0), 15}, Network4{ip(198, 51, 100, 0), 24}, Network4{ip(203, 0, 113, 0), 24},
    Network4{ip(224, 0, 0, 0), 3}};

bool is_inner(std::uint32_t address) {
  return std::any_of(inner_networks.begin(), inner_networks.end(), [address](Network4 const& n) {
    auto const mask = ~std::uint32_t{0} << (32 - n.bits);
    return (address & mask) == (n.address & mask);
  });
}

}  // namespace

bool is_inner_address(std::string const& address) {
  in_addr four{};
  if (inet_pton(AF_INET, address.c_str(), &four) == 1) return is_inner(ntohl(four.s_addr));
  in6_addr six{};
  if (inet_pton(AF_INET6, address.c_str(), &six) != 1) return true;  // what we cannot judge, we do not ask
  if (IN6_IS_ADDR_V4MAPPED(&six) || IN6_IS_ADDR_V4COMPAT(&six)) {
    std::uint32_t last = 0;
    std::memcpy(&last, &six.s6_addr[12], sizeof last);
    return is_inner(ntohl(last));
  }
  return (six.s6_addr[0] & 0xe0) != 0x20;  // global unicast is 2000::/3
}

}  // namespace uws
