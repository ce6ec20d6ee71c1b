#include "engine/io/sha256.hpp"

#include <array>
#include <fstream>
#include <memory>
#include <vector>

#include <openssl/evp.h>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"

namespace engine {

namespace {

struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

}  // namespace

struct RunningSha256::State {
  std::unique_ptr<EVP_MD_CTX, FreeDigest> context{EVP_MD_CTX_new()};
};

RunningSha256::RunningSha256() : state_(std::make_unique<State>()) {
  EXPECTS(state_->context != nullptr && EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1);
}
RunningSha256::RunningSha256(RunningSha256&&) noexcept = default;
RunningSha256& RunningSha256::operator=(RunningSha256&&) noexcept = default;
RunningSha256::~RunningSha256() = default;

void RunningSha256::add(std::string_view bytes) {
  EXPECTS(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

std::string RunningSha256::hexadecimal() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
  unsigned int size = 0;
  EXPECTS(EVP_DigestFinal_ex(state_->context.get(), sum.data(), &size) == 1);
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    text += digits[sum[i] >> 4U];
    text += digits[sum[i] & 0xFU];
  }
  return text;
}

std::string sha256_of(std::string_view bytes) {
  RunningSha256 sum;
  sum.add(bytes);
  return sum.hexadecimal();
}

std::string sha256_of_file(std::string const& path) {
  return *sha256_of_file(path, [] { return false; });
}

std::optional<std::string> sha256_of_file(std::string const& path, std::function<bool()> const& stopped) {
  std::ifstream file(path, std::ios::binary);
  RunningSha256 sum;
  std::vector<char> block(std::size_t{1} << 20);
  while (file) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    sum.add({block.data(), static_cast<std::size_t>(file.gcount())});
    if (stopped()) return std::nullopt;
  }
  if (!file.eof())
    throw Failure(Fault::missing_resource, "cannot read: " + path + " - check the file system");
  return sum.hexadecimal();
}

}  // namespace engine
