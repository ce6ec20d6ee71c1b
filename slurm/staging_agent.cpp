#include "slurm/staging_agent.hpp"

#include <algorithm>
#include <cstdio>
#include <map>

#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/failure.hpp"
#include "jobs/job_directory.hpp"
#include "slurm/staging_agent_steps.hpp"
#include "slurm/staging_words.hpp"

namespace slurm {
namespace {

using engine::Failure;
using engine::Fault;

using Step = std::vector<std::string> (*)(StageGround const&, WordReader&);

Step step_named(std::string const& verb) {
  static std::map<std::string, Step> const steps{
      {"begin", begin_step}, {"keep", keep_step}, {"place", place_step}, {"results", results_step},
      {"sums", sums_step},   {"news", news_step}, {"list", list_step},   {"clean", clean_step}};
  auto const found = steps.find(verb);
  if (found == steps.end())
    throw Failure(Fault::bad_request, "staging does not know '" + verb +
                                          "' - is the distilld on the cluster of the same version?");
  return found->second;
}

std::vector<std::string> answer_to(std::string_view request) {
  WordReader words(unpacked_words(request));
  if (words.take() != stage_protocol)
    throw Failure(Fault::bad_request, "the distilld on the cluster is of another version");
  Step const step = step_named(words.take());
  std::string const base = words.take(), token = words.take();
  StageGround const ground(base, token);
  return step(ground, words);
}

std::string all_input() {
  std::string bytes;
  for (char block[65536];;) {
    auto const got = ::read(STDIN_FILENO, block, sizeof block);
    if (got <= 0) return bytes;
    bytes.append(block, static_cast<std::size_t>(got));
  }
}

}  // namespace

std::string stage_answer(std::string_view request) {
  std::vector<std::string> answer{std::string(stage_protocol)};
  try {
    auto words = answer_to(request);
    answer.emplace_back("ok");
    answer.insert(answer.end(), std::make_move_iterator(words.begin()), std::make_move_iterator(words.end()));
  } catch (Failure const& failure) {
    answer.insert(answer.end(), {std::string(engine::row_of(failure.fault()).word), failure.what()});
  } catch (std::exception const& error) {
    answer.insert(answer.end(), {std::string(engine::row_of(Fault::missing_resource).word), error.what()});
  }
  // What a login shell may print stands before it, and is told apart by this.
  return std::string(1, '\0') + packed_words(answer);
}

int run_stage_agent() {
  umask(077);
  std::string const answer = stage_answer(all_input());
  bool const written = std::fwrite(answer.data(), 1, answer.size(), stdout) == answer.size();
  return written && std::fflush(stdout) == 0 ? 0 : 1;
}

std::string store_key(std::string_view sha256, std::string_view file_name) {
  auto const dot = file_name.find('.', 1);
  std::string_view const end = dot == file_name.npos ? "" : file_name.substr(dot);
  bool const plain = end.size() <= 16 && jobs::is_safe_name("x" + std::string(end));
  auto const last = file_name.rfind('.');
  std::string_view const shorter = last == file_name.npos || last == 0 ? "" : file_name.substr(last);
  bool const shorter_plain = shorter.size() <= 16 && jobs::is_safe_name("x" + std::string(shorter));
  return std::string(sha256) + std::string(plain ? end : shorter_plain ? shorter : "");
}

}  // namespace slurm
