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
  std::string const command = "'" DISTILL_KERNEL_BITS_DIR "/kernel_bits_" + variant + "'";
  std::unique_ptr<std::FILE, ClosePipe> const pipe(popen(command.c_str(), "r"));
  std::array<char, 64> line{};
  bool const read = pipe && std::fgets(line.data(), line.size(), pipe.get()) != nullptr;
  return read ? line.data() : "";
}

}  // namespace

TEST_CASE("every instruction set gives the same bits, and so does the library that chooses among them") {
  std::string const scalar = printed_by("scalar");
  CHECK(scalar.size() == 17);
  CHECK(printed_by("dispatched") == scalar);
  CHECK(printed_by("baseline") == scalar);
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) CHECK(printed_by("avx2") == scalar);
  if (__builtin_cpu_supports("avx512dq")) CHECK(printed_by("avx512") == scalar);
#endif
}
