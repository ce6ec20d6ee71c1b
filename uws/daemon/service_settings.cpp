#include "uws/daemon/service_settings.hpp"

#include "catalog/adql/udf.hpp"
#include "catalog/table/formats.hpp"

namespace uws {
namespace {

std::int64_t whole(std::uint64_t value) { return static_cast<std::int64_t>(value); }

void add_info(std::vector<catalog::Info>& infos, std::string const& name, std::string const& value) {
  if (!value.empty()) infos.push_back({name, value});
}

}  // namespace

std::string_view program_version() { return DISTILL_VERSION; }

DatabaseOptions database_options(Config const& config, Log const& log) {
  return {.conninfo = config.database.connection,
          .directory = config.data.cluster().string(),
          .reader_role = config.database.reader_role,
          .own_connections = config.database.connections,
          .reader_connections = config.database.connections + config.database.stream_connections,
          .say = [&log](std::string const& message) { log.info(message); }};
}

EngineRules engine_rules(Config const& config) {
  return {config.engine.program, config.engine.timeout, config.engine.memory.count};
}

LinkParts link_parts(Config const& config, catalog::pg::Pool& pool) {
  auto const& registry = config.registry;
  LinkParts parts{.pool = pool};
  for (auto const& root : config.data.roots) parts.data_roots.emplace_back(root);
  if (!parts.data_roots.empty()) parts.data_roots.push_back(config.data.products());
  parts.origin = tap_settings(config).origin;
  parts.identity = {registry.authority,     registry.title,        registry.description,
                    registry.publisher,     registry.creator,      registry.contact_name,
                    registry.contact_email, registry.reference_url};
  parts.resolver = {config.resolver.sesame, config.resolver.timeout, config.resolver.cache};
  parts.most_rows = whole(config.limits.hard_max_rows);
  return parts;
}

TapSettings tap_settings(Config const& config) {
  TapSettings settings;
  settings.rows = {whole(config.limits.max_rows), whole(config.limits.hard_max_rows)};
  settings.sync_time = config.limits.sync_timeout;
  settings.uploads = {.allowed_hosts = config.uploads.hosts,
                      .max_bytes = config.limits.upload_bytes.count,
                      .timeout = config.uploads.timeout};
  add_info(settings.origin, "publisher", config.registry.publisher);
  add_info(settings.origin, "creator", config.registry.creator);
  add_info(settings.origin, "contact", config.registry.contact_email);
  add_info(settings.origin, "reference_url", config.registry.reference_url);
  add_info(settings.origin, "server_software", "Distiller/" + std::string(program_version()));
  add_info(settings.origin, "service_protocol", "ivo://ivoa.net/std/TAP");
  return settings;
}

Limit execution_limit(Config const& config) {
  return {config.limits.async_timeout.count(), config.limits.async_timeout_max.count()};
}

Limit retention_limit(Config const& config) {
  return {config.limits.retention.count(), config.limits.retention_max.count()};
}

TapDescription tap_description(Config const& config) {
  TapDescription description;
  description.features = optional_adql_features();
  LanguageFeatures functions{"features-udf", {}};
  for (auto const& udf : catalog::adql::udf_table())
    functions.features.push_back({std::string(udf.signature), std::string(udf.description)});
  description.features.push_back(std::move(functions));
  for (auto const& format : catalog::declared_formats())
    description.formats.push_back({format.mime, format.aliases, format.ivo_id});
  description.rows = {whole(config.limits.max_rows), whole(config.limits.hard_max_rows)};
  description.upload_bytes = {whole(config.limits.upload_bytes.count),
                              whole(config.limits.upload_bytes.count)};
  description.execution_s = execution_limit(config);
  description.retention_s = retention_limit(config);
  if (config.identity.anonymous != "none") description.security_methods.emplace_back();
  for (auto const* method : {"BasicAA", "cookie"})
    description.security_methods.push_back(std::string("ivo://ivoa.net/sso#") + method);
  return description;
}

UserLimits user_limits(Config const& config) {
  return {config.limits.jobs_per_user, config.limits.cpu_per_user, config.limits.disk_per_user.count};
}

http::ServerOptions server_options(Config const& config, Log const& log) {
  http::ServerOptions options;
  options.address = config.listen.address;
  options.port = config.listen.port;
  options.unix_socket = config.listen.unix_socket;
  if (!config.listen.certificate.empty())
    options.tls = http::TlsFiles{config.listen.certificate, config.listen.key};
  options.io_threads = config.server.io_threads;
  options.workers = config.server.workers;
  options.stream_workers = config.server.streams;
  options.limits.connections = config.server.connections;
  options.limits.bodies_in_memory = config.server.body_memory.count;
  options.limits.header_time = config.server.header_time;
  options.limits.idle_time = config.server.idle_time;
  options.limits.write_time = config.server.write_time;
  options.limits.stop_time = config.server.stop_time;
  options.origin = {config.base_url, config.prefix, config.trusted_proxies};
  options.cors.allowed_origins = config.allowed_origins;
  auto const upload = config.limits.upload_bytes.count + (1U << 20);  // the table, and the form around it
  options.body_limit = [upload](http::Method, std::string_view path) -> std::size_t {
    for (char const* const taker : {"/tap/", "/__system__/tap", "/uws/", "/rest/"})
      if (path.starts_with(taker)) return upload;
    return std::size_t{1} << 20;
  };
  options.access = [&log](http::AccessRecord const& record) { log.request(record); };
  options.error = [&log](std::string const& message) { log.error(message); };
  options.server_name = "distilld/" + std::string(program_version());
  return options;
}

}  // namespace uws
