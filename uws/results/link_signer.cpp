#include "uws/results/link_signer.hpp"

#include "engine/base/text.hpp"
#include "engine/io/sha256.hpp"
#include "jobs/ids.hpp"

namespace uws {

namespace {

constexpr std::size_t hmac_block = 64;  // of SHA-256

std::string bytes_of(std::string_view hexadecimal) {
  auto const value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hexadecimal.size(); i += 2)
    bytes += static_cast<char>(value(hexadecimal[i]) * 16 + value(hexadecimal[i + 1]));
  return bytes;
}

std::string padded(std::string key, char with) {
  key.resize(hmac_block, '\0');
  for (char& c : key) c = static_cast<char>(c ^ with);
  return key;
}

}  // namespace

std::string hmac_sha256(std::string_view key, std::string_view message) {
  std::string const short_key = key.size() > hmac_block ? bytes_of(engine::sha256_of(key)) : std::string(key);
  std::string const inner = engine::sha256_of(padded(short_key, 0x36) + std::string(message));
  return engine::sha256_of(padded(short_key, 0x5C) + bytes_of(inner));
}

bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char volatile different = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    different = static_cast<unsigned char>(different | static_cast<unsigned char>(a[i] ^ b[i]));
  return different == 0;
}

std::string link_key(catalog::pg::Pool& pool) {
  auto const lease = pool.take();
  // Two names of jobs are more than 256 random bits. Of several daemons that start at once, one wins.
  lease->run(
      "INSERT INTO store.setting (name, value, description)"
      " VALUES ('link_key', $1, 'Key of the signed links to results. Delete it to revoke all links.')"
      " ON CONFLICT (name) DO NOTHING",
      {jobs::new_job_id() + jobs::new_job_id()});
  return lease->run("SELECT value FROM store.setting WHERE name = 'link_key'").text(0, 0);
}

std::string LinkSigner::signature(std::string_view list, std::string_view job, std::string_view result,
                                  std::string_view expires) const {
  std::string message = "result link";
  // Lengths before the texts: no two different quadruples give one message.
  for (std::string_view const part : {list, job, result, expires})
    message += "\n" + std::to_string(part.size()) + ":" + std::string(part);
  return hmac_sha256(key_, message);
}

std::string LinkSigner::token(jobs::Job const& job, std::string_view result, jobs::Instant expires) const {
  std::string const seconds =
      std::to_string(std::chrono::floor<std::chrono::seconds>(expires).time_since_epoch().count());
  return seconds + "-" + signature(job.list, job.id, result, seconds);
}

LinkSigner::Verdict LinkSigner::check(std::string_view token, std::string_view list, std::string_view job,
                                      std::string_view result, jobs::Instant now) const {
  std::size_t const dash = std::min(token.find('-'), token.size());
  std::string_view const expires = token.substr(0, dash);
  std::string_view const given = token.substr(std::min(dash + 1, token.size()));
  if (!same_secret(given, signature(list, job, result, expires))) return Verdict::wrong;
  auto const seconds = engine::whole_number(expires);
  if (!seconds) return Verdict::wrong;
  bool const over = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count() >= *seconds;
  return over ? Verdict::expired : Verdict::good;
}

}  // namespace uws
