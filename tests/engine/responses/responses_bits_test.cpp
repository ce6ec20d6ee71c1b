#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include <doctest/doctest.h>

namespace {

struct ClosePipe {
  void operator()(std::FILE* pipe) const { pclose(pipe); }
};

std::string printed_by(std::string const& variant) {
  std::string const command = "'" DISTILL_RESPONSES_BITS_DIR "/responses_bits_" + variant + "'";
  std::unique_ptr<std::FILE, ClosePipe> const pipe(popen(command.c_str(), "r"));
  std::array<char, 64> line{};
  bool const read = pipe && std::fgets(line.data(), line.size(), pipe.get()) != nullptr;
  return read ? line.data() : "";
}

}  // namespace

TEST_CASE("responses have the same bits with every instruction set and optimisation") {
  std::string const scalar = printed_by("scalar");
  CHECK(scalar.size() == 17);
  CHECK(printed_by("library") == scalar);
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) CHECK(printed_by("avx2") == scalar);
  if (__builtin_cpu_supports("avx512dq")) CHECK(printed_by("avx512") == scalar);
#endif
}
