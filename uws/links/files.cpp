#include "uws/links/files.hpp"

#include "engine/base/failure.hpp"
#include "uws/http/respond.hpp"
#include "uws/links/data_path.hpp"
#include "uws/links/dataset.hpp"

namespace uws {

namespace {

/// Files of products may be their owner's alone, in whatever collection they lie.
constexpr auto file_sql = R"(
SELECT c.data_root, f.path, f.url, f.media_type, c.id = ANY (store.readable_collections())
FROM store.file f JOIN store.collection c ON c.id = f.collection_id
WHERE c.name = $1 AND f.path = $2 AND coalesce((store.visible_collections())[c.id], false)
  AND NOT EXISTS (SELECT 1 FROM store.product p WHERE p.file_id = f.id AND p.owner IS NOT NULL
                    AND p.owner IS DISTINCT FROM nullif(current_setting('distill.user', true), '')))";

[[noreturn]] void refuse(std::string const& user, std::string const& collection) {
  if (user.empty())
    throw http::Refusal(401,
                        "the files of the collection " + collection + " are not public - log in to get them");
  throw http::Refusal(403, "the files of the collection " + collection + " are not open to " + user +
                               " - the collection's page says whom to ask: /collections/" + collection);
}

std::string quoted_file_name(std::filesystem::path const& path) {
  std::string name;
  for (char c : path.filename().string())
    name += c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20 ? '_' : c;
  return "\"" + name + "\"";
}

}  // namespace

http::Reply file_reply(http::Request const& request, LinkParts const& parts, std::string const& collection,
                       std::string const& path) {
  std::string const user = asker_of(parts, request);
  auto connection = parts.pool.take();
  set_asker(*connection, user, request.base_url);
  auto const rows = connection->run(file_sql, {collection, path});
  if (rows.empty())
    throw http::Refusal(404, "there is no file '" + path + "' in the collection '" + collection + "'");
  if (!rows.boolean(0, 4)) refuse(user, collection);
  if (auto const url = rows.cell(0, 2); url && !url->empty()) return http::see_other(request, *url);
  auto const root = rows.cell(0, 0);
  auto const real = root ? data_path(std::string(*root), rows.text(0, 1), parts.data_roots) : std::nullopt;
  if (!real)
    throw http::Refusal(404, "the file '" + path + "' of the collection '" + collection +
                                 "' is in the catalogue but not on disk - ask the operator to ingest again");
  http::FileReply reply{*real, {}};
  reply.headers.set("Content-Type", rows.text(0, 3));
  // The name ends in its real suffixes: readers go by them.
  reply.headers.set("Content-Disposition", "inline; filename=" + quoted_file_name(path));
  return reply;
}

}  // namespace uws
