#include "engine/app/part_note_wire.hpp"

#include <map>
#include <utility>

namespace engine {

void write_texts(WireWriter& out, std::vector<std::string> const& texts) {
  write_list(out, texts, [&](std::string const& text) { out.text(text); });
}

std::vector<std::string> read_texts(WireReader& in) {
  std::vector<std::string> texts;
  read_list(in, [&] { texts.push_back(in.text()); });
  return texts;
}

namespace {

void write_pairs(WireWriter& out, std::map<std::string, std::string> const& pairs) {
  write_list(out, pairs, [&](auto const& pair) {
    out.text(pair.first);
    out.text(pair.second);
  });
}

std::map<std::string, std::string> read_pairs(WireReader& in) {
  std::map<std::string, std::string> pairs;
  read_list(in, [&] {
    std::string name = in.text();
    pairs[std::move(name)] = in.text();
  });
  return pairs;
}

void write_file_facts(WireWriter& out, std::string const& name, InputFile const& file) {
  out.text(name);
  out.number(whole(file.bytes));
  for (std::string const* text : {&file.modified, &file.sha256, &file.did}) out.text(*text);
  write_list(out, file.did_of_run, [&](auto const& did) {
    out.number(did.first);
    out.text(did.second);
  });
}

InputFile read_file_facts(WireReader& in) {
  InputFile file;
  file.bytes = static_cast<std::uint64_t>(in.number());
  for (std::string* text : {&file.modified, &file.sha256, &file.did}) *text = in.text();
  read_list(in, [&] {
    std::int64_t const run = in.number();
    file.did_of_run[run] = in.text();
  });
  return file;
}

void write_product(WireWriter& out, ProductFile const& product) {
  for (std::string const* text : {&product.role, &product.path, &product.media_type, &product.sha256})
    out.text(*text);
  out.number(whole(product.bytes));
  out.text(product.content.sum);
  out.text(product.content.product_id);
  write_list(out, product.content.hdus, [&](HduContent const& hdu) {
    for (std::string const* text : {&hdu.name, &hdu.type, &hdu.datasum, &hdu.data_sha256}) out.text(*text);
    out.number(hdu.version);
    out.number(hdu.rows ? 1 : 0);
    out.number(whole(hdu.rows.value_or(0)));
  });
}

ProductFile read_product(WireReader& in) {
  ProductFile product;
  for (std::string* text : {&product.role, &product.path, &product.media_type, &product.sha256})
    *text = in.text();
  product.bytes = static_cast<std::uint64_t>(in.number());
  product.content.sum = in.text();
  product.content.product_id = in.text();
  read_list(in, [&] {
    HduContent hdu;
    for (std::string* text : {&hdu.name, &hdu.type, &hdu.datasum, &hdu.data_sha256}) *text = in.text();
    hdu.version = in.number();
    bool const has_rows = in.number() != 0;
    auto const rows = static_cast<std::uint64_t>(in.number());
    if (has_rows) hdu.rows = rows;
    product.content.hdus.push_back(std::move(hdu));
  });
  return product;
}

void write_conditions(WireWriter& out, RunConditions const& run) {
  for (double const value : {run.wall_time_s, run.cpu_s}) out.real(value);
  for (std::string const* text : {&run.started, &run.ended, &run.mpi, &run.cpu_model}) out.text(*text);
  out.number(run.ranks);
  out.number(run.threads);
  out.number(whole(run.max_rss_bytes));
  out.number(whole(run.bytes_read));
  write_texts(out, run.hosts);
  write_list(out, run.by_rank, [&](RankUsage const& rank) {
    out.number(rank.rank);
    out.text(rank.host);
    out.real(rank.cpu_s);
    out.number(whole(rank.max_rss_bytes));
    out.number(whole(rank.bytes_read));
  });
}

RunConditions read_conditions(WireReader& in) {
  RunConditions run;
  for (double* value : {&run.wall_time_s, &run.cpu_s}) *value = in.real();
  for (std::string* text : {&run.started, &run.ended, &run.mpi, &run.cpu_model}) *text = in.text();
  run.ranks = static_cast<int>(in.number());
  run.threads = static_cast<int>(in.number());
  run.max_rss_bytes = static_cast<std::uint64_t>(in.number());
  run.bytes_read = static_cast<std::uint64_t>(in.number());
  run.hosts = read_texts(in);
  read_list(in, [&] {
    RankUsage rank;
    rank.rank = static_cast<int>(in.number());
    rank.host = in.text();
    rank.cpu_s = in.real();
    rank.max_rss_bytes = static_cast<std::uint64_t>(in.number());
    rank.bytes_read = static_cast<std::uint64_t>(in.number());
    run.by_rank.push_back(std::move(rank));
  });
  return run;
}

}  // namespace

void write_facts(WireWriter& out, PartNote const& note) {
  write_pairs(out, note.responses);
  write_list(out, note.files, [&](auto const& file) { write_file_facts(out, file.first, file.second); });
  write_list(out, note.documents, [&](UsedDocument const& document) {
    for (std::string const* text : {&document.parameter, &document.role, &document.path}) out.text(*text);
  });
  write_texts(out, note.warnings);
  write_list(out, note.products, [&](ProductFile const& product) { write_product(out, product); });
  write_conditions(out, note.conditions);
}

void read_facts(WireReader& in, PartNote& note) {
  note.responses = read_pairs(in);
  read_list(in, [&] {
    std::string name = in.text();
    note.files[std::move(name)] = read_file_facts(in);
  });
  read_list(in, [&] {
    UsedDocument document;
    for (std::string* text : {&document.parameter, &document.role, &document.path}) *text = in.text();
    note.documents.push_back(std::move(document));
  });
  note.warnings = read_texts(in);
  read_list(in, [&] { note.products.push_back(read_product(in)); });
  note.conditions = read_conditions(in);
}

}  // namespace engine
