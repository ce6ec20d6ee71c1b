#include "uws/links/known_sources.hpp"

#include "engine/base/text.hpp"

namespace uws {

namespace {

constexpr std::string_view pulsar = "pulsar", nebula = "pulsar wind nebula", remnant = "supernova remnant",
                           bl_lac = "BL Lac", quasar = "flat-spectrum radio quasar", galaxy = "radio galaxy",
                           binary = "binary", starburst = "starburst galaxy", cluster = "star cluster",
                           nova = "nova";

// Nuclei and stars: positions of the ICRF, Hipparcos and SIMBAD's; pulsars: ATNF catalogue; remnants: Green's
// catalogue or the discovery papers. Names as in TeVCat.
// clang-format off
constexpr KnownSource sources[] = {
    {"Crab Nebula", 83.6331, 22.0145, nebula, "Crab|M 1|Messier 1|NGC 1952|PSR J0534+2200|PSR B0531+21|Crab Pulsar|TeV J0534+220|HESS J0534+220|Taurus A|SN 1054"},
    {"Vela Pulsar", 128.8358, -45.1764, pulsar, "PSR J0835-4510|PSR B0833-45|Vela"},
    {"Vela X", 128.75, -45.60, nebula, "HESS J0835-455"},
    {"Geminga", 98.4756, 17.7703, pulsar, "PSR J0633+1746"},
    {"PSR B1706-44", 257.4280, -44.4857, pulsar, "PSR J1709-4429"},
    {"PSR B1509-58", 228.4818, -59.1358, pulsar, "PSR J1513-5908"},
    {"MSH 15-52", 228.4818, -59.1358, nebula, "MSH 15-5-2|HESS J1514-591|G320.4-1.2"},
    {"3C 58", 31.4080, 64.8286, nebula, "PSR J0205+6449|G130.7+3.1"},
    {"G21.5-0.9", 278.3894, -10.5686, nebula, "PSR J1833-1034|HESS J1833-105"},
    {"Kes 75", 281.6039, -2.9750, nebula, "PSR J1846-0258|HESS J1846-029|G29.7-0.3"},
    {"N 157B", 84.4473, -69.1723, nebula, "PSR J0537-6910|HESS J0537-691"},
    {"G0.9+0.1", 266.8467, -28.1517, nebula, "HESS J1747-281"},
    {"Cassiopeia A", 350.85, 58.815, remnant, "Cas A|3C 461|G111.7-2.1"},
    {"Tycho", 6.325, 64.15, remnant, "Tycho SNR|3C 10|SN 1572|G120.1+1.4"},
    {"Kepler", 262.675, -21.483, remnant, "Kepler SNR|SN 1604|G4.5+6.8"},
    {"SN 1006", 225.708, -41.933, remnant, "G327.6+14.6|SNR G327.6+14.6"},
    {"IC 443", 94.25, 22.567, remnant, "G189.1+3.0|Jellyfish Nebula"},
    {"W 49B", 287.783, 9.10, remnant, "W49B|3C 398|G43.3-0.2|HESS J1911+090"},
    {"W 51C", 290.958, 14.10, remnant, "W51C|G49.2-0.7|HESS J1923+141"},
    {"W 28", 270.125, -23.433, remnant, "W28|G6.4-0.1"},
    {"RCW 86", 220.75, -62.50, remnant, "G315.4-2.3|HESS J1442-624"},
    {"CTB 37B", 258.479, -38.183, remnant, "G348.7+0.3|HESS J1713-381"},
    {"RX J1713.7-3946", 258.39, -39.76, remnant, "G347.3-0.5|HESS J1713-397"},
    {"Vela Junior", 133.00, -46.37, remnant, "RX J0852.0-4622|HESS J0852-463|G266.2-1.2"},
    {"Sagittarius A*", 266.4168, -29.0078, "galactic centre", "Sgr A*|Galactic Centre|Galactic Center|GC|HESS J1745-290"},
    {"PSR B1259-63", 195.6985, -63.8357, binary, "PSR B1259-63/LS 2883|PSR J1302-6350|LS 2883|HESS J1302-638"},
    {"LS 5039", 276.5627, -14.8485, binary, "HESS J1826-148"},
    {"LS I +61 303", 40.1319, 61.2293, binary, "LSI+61303|LS I +61 303|VER J0240+612"},
    {"HESS J0632+057", 98.2469, 5.8003, binary, "MWC 148|HD 259440"},
    {"Eta Carinae", 161.2648, -59.6844, binary, "eta Car"},
    {"Cygnus X-1", 299.5903, 35.2016, binary, "Cyg X-1"},
    {"Cygnus X-3", 308.1074, 40.9578, binary, "Cyg X-3"},
    {"SS 433", 287.9565, 4.9827, binary, "V1343 Aql|W 50"},
    {"RS Ophiuchi", 267.5548, -6.7079, nova, "RS Oph"},
    {"Terzan 5", 267.0202, -24.7792, "globular cluster", "Ter 5|HESS J1747-248"},
    {"Westerlund 1", 251.7667, -45.8514, cluster, "Wd 1|HESS J1646-458"},
    {"Markarian 421", 166.1138, 38.2088, bl_lac, "Mrk 421|Mkn 421|Mrk421"},
    {"Markarian 501", 253.4676, 39.7602, bl_lac, "Mrk 501|Mkn 501"},
    {"Markarian 180", 174.1100, 70.1576, bl_lac, "Mrk 180|Mkn 180"},
    {"PKS 2155-304", 329.7169, -30.2256, bl_lac, "HESS J2158-302|QSO B2155-304"},
    {"PKS 2005-489", 302.3558, -48.8316, bl_lac, "QSO B2005-489"},
    {"PKS 0447-439", 72.3529, -43.8358, bl_lac, "QSO B0447-439"},
    {"PKS 0548-322", 87.6692, -32.2716, bl_lac, "QSO B0548-322"},
    {"PKS 1424+240", 216.7516, 23.8000, bl_lac, "QSO B1424+240"},
    {"PG 1553+113", 238.9294, 11.1901, bl_lac, "HESS J1555+111|QSO B1553+113"},
    {"H 1426+428", 217.1361, 42.6725, bl_lac, "1ES 1426+428"},
    {"H 2356-309", 359.7830, -30.6280, bl_lac, "HESS J2359-306|1ES 2356-309"},
    {"H 1722+119", 261.2681, 11.8710, bl_lac, "1H 1720+117"},
    {"1ES 0229+200", 38.2026, 20.2882, bl_lac, "QSO B0229+200"},
    {"1ES 0347-121", 57.3467, -11.9908, bl_lac, "QSO B0347-121"},
    {"1ES 0414+009", 64.2187, 1.0900, bl_lac, "QSO B0414+009"},
    {"1ES 0647+250", 102.6937, 25.0499, bl_lac, "QSO B0647+250"},
    {"1ES 0806+524", 122.4549, 52.3162, bl_lac, "QSO B0806+524"},
    {"1ES 1011+496", 153.7672, 49.4335, bl_lac, "QSO B1011+496"},
    {"1ES 1101-232", 165.9067, -23.4919, bl_lac, "QSO B1101-232"},
    {"1ES 1215+303", 184.4670, 30.1168, bl_lac, "ON 325"},
    {"1ES 1218+304", 185.3414, 30.1770, bl_lac, "QSO B1218+304"},
    {"1ES 1440+122", 220.7012, 12.0112, bl_lac, "QSO B1440+122"},
    {"1ES 1727+502", 262.0776, 50.2196, bl_lac, "I Zw 187"},
    {"1ES 1959+650", 299.9994, 65.1485, bl_lac, "QSO B1959+650"},
    {"1ES 2344+514", 356.7701, 51.7050, bl_lac, "QSO B2344+514"},
    {"RGB J0152+017", 28.1650, 1.7881, bl_lac, "HESS J0152+017"},
    {"RGB J0710+591", 107.6254, 59.1390, bl_lac, "VER J0710+591"},
    {"RX J0648.7+1516", 102.1985, 15.2736, bl_lac, "VER J0648+152"},
    {"VER J0521+211", 80.4415, 21.2143, bl_lac, "RGB J0521.8+2112"},
    {"RBS 0413", 49.9658, 18.7595, bl_lac, "RBS 413"},
    {"B3 2247+381", 342.5239, 38.4104, bl_lac, "QSO B2247+381"},
    {"KUV 00311-1938", 8.3933, -19.3592, bl_lac, "RBS 76"},
    {"AP Librae", 229.4242, -24.3721, bl_lac, "AP Lib|HESS J1517-243"},
    {"BL Lacertae", 330.6804, 42.2778, bl_lac, "BL Lac"},
    {"W Comae", 185.3820, 28.2329, bl_lac, "W Com|ON 231"},
    {"3C 66A", 35.6651, 43.0355, bl_lac, "QSO B0219+428"},
    {"S5 0716+714", 110.4727, 71.3434, bl_lac, "QSO B0716+714"},
    {"TXS 0506+056", 77.3582, 5.6931, bl_lac, "IceCube-170922A"},
    {"OJ 287", 133.7036, 20.1085, bl_lac, "QSO B0851+202"},
    {"3C 279", 194.0465, -5.7893, quasar, "QSO B1253-055"},
    {"PKS 1510-089", 228.2106, -9.1000, quasar, "HESS J1512-091|QSO B1510-089"},
    {"PKS 1222+216", 186.2269, 21.3796, quasar, "4C +21.35|4C 21.35"},
    {"PKS 1441+25", 220.9870, 25.0290, quasar, "QSO B1441+25"},
    {"PKS 0736+017", 114.8251, 1.6180, quasar, "QSO B0736+017"},
    {"QSO B0218+357", 35.2728, 35.9372, quasar, "S3 0218+35|B0218+357"},
    {"M 87", 187.7059, 12.3911, galaxy, "M87|Messier 87|NGC 4486|Virgo A|3C 274"},
    {"Centaurus A", 201.3651, -43.0191, galaxy, "Cen A|NGC 5128"},
    {"NGC 1275", 49.9507, 41.5117, galaxy, "Perseus A|3C 84"},
    {"IC 310", 49.1791, 41.3249, galaxy, "MAGIC J0316+413"},
    {"3C 264", 176.2709, 19.6063, galaxy, "NGC 3862"},
    {"PKS 0625-354", 96.7780, -35.4876, galaxy, "OH -342"},
    {"NGC 253", 11.8880, -25.2882, starburst, "Sculptor Galaxy"},
    {"M 82", 148.9685, 69.6797, starburst, "M82|Messier 82|NGC 3034|Cigar Galaxy"}};
// clang-format on

}  // namespace

std::span<KnownSource const> known_sources() { return sources; }

std::string name_key(std::string_view name) {
  std::string plain = engine::lower(name);
  // Minus signs and hyphens of typography, as pasted from papers.
  for (std::string_view dash : {"\xE2\x88\x92", "\xE2\x80\x93", "\xE2\x80\x90"})
    for (auto at = plain.find(dash); at != std::string::npos; at = plain.find(dash))
      plain.replace(at, dash.size(), "-");
  std::string key;
  for (char const c : plain)
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-') key += c;
  return key;
}

}  // namespace uws
