#include "engine/io/fits_card.hpp"

#include <fitsio.h>

#include "engine/base/text.hpp"

namespace engine {

std::string unquoted_text(std::string const& text, std::size_t from) {
  std::size_t const quote = text.find('\'', from);
  std::string out;
  for (std::size_t i = quote == text.npos ? text.size() : quote + 1; i < text.size(); ++i) {
    if (text[i] != '\'') {
      out += text[i];
    } else if (i + 1 < text.size() && text[i + 1] == '\'') {
      out += text[i++];
    } else {
      break;
    }
  }
  out.resize(out.find_last_not_of(' ') + 1);  // trailing blanks mean nothing (FITS 4.0, section 4.2.1)
  return out;
}

FitsCard parsed_card(std::string const& record) {
  FitsCard card;
  card.record = record;
  char name[FLEN_KEYWORD] = "", value[FLEN_VALUE] = "", comment[FLEN_COMMENT] = "";
  int length = 0, status = 0;
  std::string mutable_record = record;  // cfitsio wants mutable text but only reads it
  ffgknm(mutable_record.data(), name, &length, &status);
  ffpsvc(mutable_record.data(), value, comment, &status);
  card.keyword = upper(name);
  card.comment = comment;
  if (status != 0) {  // not a card by the standard: kept as it is, worth no value
    ffcmsg();
    return card;
  }
  card.is_string = value[0] == '\'';
  card.value = card.is_string ? unquoted_text(value, 0) : value;
  return card;
}

bool is_continued(FitsCard const& card) {
  return card.is_string && !card.value.empty() && card.value.back() == '&';
}

}  // namespace engine
