#include "uws/analysis/reuse.hpp"

namespace uws {

std::optional<jobs::JobId> equal_job(AnalysisParts const& parts, std::string const& user,
                                     jobs::Job const& job) {
  if (job.recipe_hash.empty()) return std::nullopt;
  auto const session = parts.pool.take();
  auto const rows = session->run(
      "SELECT id FROM store.job WHERE recipe_hash = $1 AND list = $2 AND phase = 'COMPLETED' AND owner IN "
      "('', $3) "
      "AND id <> $4 AND (destruction IS NULL OR destruction > now() + interval '1 minute') ORDER BY created "
      "DESC LIMIT 1",
      {job.recipe_hash, job.list, user, job.id});
  return rows.empty() ? std::nullopt : std::optional(rows.text(0, 0));
}

}  // namespace uws
