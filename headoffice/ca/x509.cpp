// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ca/x509.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>

namespace jiaohao::headoffice::x509 {
namespace {

struct FreeBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;

[[noreturn]] void give_up(const std::string& what) {
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    ERR_clear_error();
    throw CaFailure{fmt::format("{}: {}", what, text.data())};
}

void require(bool done, const char* what) {
    if (!done) {
        give_up(what);
    }
}

bool is_address(const std::string& name) {
    return name.find(':') != std::string::npos || name.find_first_not_of("0123456789.") == std::string::npos;
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    require(extension != nullptr, "cannot make a certificate extension");
    const bool added = X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    require(added, "cannot add a certificate extension");
}

void add_extensions(X509* certificate, X509* issuer, const Subject& subject) {
    const bool authority = subject.use == Use::authority;
    add_extension(certificate, issuer, NID_basic_constraints,
                  authority ? "critical,CA:TRUE,pathlen:0" : "critical,CA:FALSE");
    add_extension(certificate, issuer, NID_key_usage,
                  authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
    add_extension(certificate, issuer, NID_subject_key_identifier, "hash");
    if (!authority) {
        add_extension(certificate, issuer, NID_authority_key_identifier, "keyid:always");
        add_extension(certificate, issuer, NID_ext_key_usage,
                      subject.use == Use::server ? "serverAuth" : "clientAuth");
    }
    std::string names;
    for (const std::string& name : subject.alt_names) {
        names += fmt::format("{}{}:{}", names.empty() ? "" : ",", is_address(name) ? "IP" : "DNS", name);
    }
    if (!names.empty()) {
        add_extension(certificate, issuer, NID_subject_alt_name, names);
    }
}

void set_random_serial(X509* certificate) {
    BIGNUM* number = BN_new();
    // 159 bits: positive in 20 octets (RFC 5280, 4.1.2.2).
    const bool set = number != nullptr && BN_rand(number, 159, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
                     BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
    BN_free(number);
    require(set, "cannot make a serial number");
}

void add_name(X509_NAME* name, const char* field, const std::string& value) {
    require(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                       reinterpret_cast<const unsigned char*>(value.data()),
                                       static_cast<int>(value.size()), -1, 0) == 1,
            "cannot set a certificate name");
}

std::string entry_of(X509* certificate, int kind) {
    X509_NAME* name = X509_get_subject_name(certificate);
    const int at = X509_NAME_get_index_by_NID(name, kind, -1);
    if (at < 0) {
        return {};
    }
    const ASN1_STRING* value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
            static_cast<std::size_t>(ASN1_STRING_length(value))};
}

std::string read_file(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) {
        throw CaFailure{fmt::format("{} cannot be read: give it to this user", file.string())};
    }
    return text.str();
}

void write_file(const std::filesystem::path& file, BIO* pem, unsigned mode) {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(pem, &bytes);
    const std::string fresh = file.string() + ".new";
    const int descriptor = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    bool written = descriptor >= 0 && fchmod(descriptor, mode) == 0 &&
                   ::write(descriptor, bytes, static_cast<std::size_t>(size)) == size &&
                   fsync(descriptor) == 0;
    const int error = errno;
    if (descriptor >= 0) {
        close(descriptor);
    }
    written = written && rename(fresh.c_str(), file.c_str()) == 0;
    if (!written) {
        throw CaFailure{fmt::format("cannot write {}: {}", file.string(),
                                    std::error_code(error, std::generic_category()).message())};
    }
}

}  // namespace

Key make_key() {
    Key key(EVP_EC_gen("P-256"));
    require(key != nullptr, "cannot make a P-256 key");
    return key;
}

Certificate make_certificate(const Subject& subject, EVP_PKEY* key, X509* authority, EVP_PKEY* authority_key,
                             WallTime now) {
    Certificate certificate(X509_new());
    require(certificate != nullptr, "no memory for a certificate");
    X509* made = certificate.get();
    require(X509_set_version(made, X509_VERSION_3) == 1, "cannot set the certificate's version");
    set_random_serial(made);
    // A terminal whose clock is somewhat behind must not find it "not yet valid".
    const time_t from = std::chrono::system_clock::to_time_t(now - std::chrono::days{1});
    const time_t to = std::chrono::system_clock::to_time_t(now + subject.lifetime);
    require(ASN1_TIME_set(X509_getm_notBefore(made), from) != nullptr, "cannot set a time");
    require(ASN1_TIME_set(X509_getm_notAfter(made), to) != nullptr, "cannot set a time");
    add_name(X509_get_subject_name(made), "O", subject.organisation);
    add_name(X509_get_subject_name(made), "CN", subject.common_name);
    X509* issuer = authority == nullptr ? made : authority;
    require(X509_set_issuer_name(made, X509_get_subject_name(issuer)) == 1, "cannot set the issuer");
    require(X509_set_pubkey(made, key) == 1, "cannot set the public key");
    add_extensions(made, issuer, subject);
    require(X509_sign(made, authority == nullptr ? key : authority_key, EVP_sha256()) > 0, "cannot sign");
    return certificate;
}

Certificate read_certificate(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) {
        return nullptr;
    }
    const std::string text = read_file(file);
    const Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    if (!certificate) {
        give_up(fmt::format("{} is no PEM certificate: move it away, or name another folder", file.string()));
    }
    return certificate;
}

Key read_key(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) {
        return nullptr;
    }
    const std::string text = read_file(file);
    const Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    if (!key) {
        give_up(fmt::format("{} is no PEM key: move it away, or name another folder", file.string()));
    }
    return key;
}

void write(const std::filesystem::path& file, X509* certificate) {
    const Bio bio(BIO_new(BIO_s_mem()));
    require(PEM_write_bio_X509(bio.get(), certificate) == 1, "cannot write PEM");
    write_file(file, bio.get(), 0644);
}

void write(const std::filesystem::path& file, EVP_PKEY* key) {
    const Bio bio(BIO_new(BIO_s_mem()));
    require(PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
            "cannot write PEM");
    write_file(file, bio.get(), 0600);
}

std::string organisation_of(X509* certificate) {
    return entry_of(certificate, NID_organizationName);
}

std::string common_name_of(X509* certificate) {
    return entry_of(certificate, NID_commonName);
}

bool matches(X509* certificate, const std::string& name) {
    return is_address(name) ? X509_check_ip_asc(certificate, name.c_str(), 0) == 1
                            : X509_check_host(certificate, name.data(), name.size(), 0, nullptr) == 1;
}

bool valid_at(X509* certificate, WallTime at) {
    time_t time = std::chrono::system_clock::to_time_t(at);
    return X509_cmp_time(X509_get0_notBefore(certificate), &time) < 0 &&
           X509_cmp_time(X509_get0_notAfter(certificate), &time) > 0;
}

}  // namespace jiaohao::headoffice::x509
