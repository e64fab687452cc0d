// SPDX-License-Identifier: Apache-2.0
#include "kiosk/http/certificate_check.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>

#include "kiosk/http/tls.hpp"

namespace jiaohao::http {
namespace {

using Trouble = CertificateTrouble;
using File = CertificateTrouble::File;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

constexpr std::chrono::hours kSoon{24 * 14};

std::string_view name_of(File file) {
    return file == File::certificate ? "certificate" : file == File::key ? "key" : "authority";
}

Trouble trouble(File file, const std::string& path, const std::string& what) {
    return {file, std::string(name_of(file)) + " file " + path + " " + what, false};
}

/// A daemon has nobody to ask.
int no_passphrase(char* /*into*/, int /*size*/, int /*rwflag*/, void* /*data*/) {
    return 0;
}

Bio open_file(File file, const std::string& path, std::vector<Trouble>& troubles) {
    ERR_clear_error();
    std::error_code unreadable;
    if (std::filesystem::is_fifo(path, unreadable)) {
        // Opening it would wait for its other end.
        troubles.push_back(trouble(file, path, "is a pipe; put a file there"));
        return {nullptr, &BIO_free_all};
    }
    errno = 0;
    Bio bio(BIO_new_file(path.c_str(), "r"), &BIO_free_all);
    if (bio && !std::filesystem::is_directory(path, unreadable)) {
        return bio;
    }
    const int error = bio ? EISDIR : errno;
    ERR_clear_error();
    troubles.push_back(error == ENOENT
                           ? Trouble{file, std::string(name_of(file)) + " file missing: " + path, false}
                           : trouble(file, path, "cannot be read: " + std::system_category().message(error)));
    return {nullptr, &BIO_free_all};
}

/// "2026-01-02"
std::string date_of(const ASN1_TIME* time) {
    tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) {
        return "an unreadable date";
    }
    std::string text(16, '\0');
    text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts));
    return text;
}

void check_dates(File file, const std::string& path, X509* certificate, WallTime now,
                 std::vector<Trouble>& troubles) {
    auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    time_t at = seconds;
    if (X509_cmp_time(X509_get0_notBefore(certificate), &at) > 0) {
        troubles.push_back(trouble(file, path,
                                   "is valid from " + date_of(X509_get0_notBefore(certificate)) +
                                       " on only; check the clock of this machine"));
    }
    const std::string end = date_of(X509_get0_notAfter(certificate));
    if (X509_cmp_time(X509_get0_notAfter(certificate), &at) < 0) {
        troubles.push_back(trouble(file, path, "expired on " + end + "; put a new one there"));
        return;
    }
    at = seconds + std::chrono::seconds(kSoon).count();
    if (X509_cmp_time(X509_get0_notAfter(certificate), &at) < 0) {
        troubles.push_back(trouble(file, path, "expires on " + end + "; arrange a new one"));
        troubles.back().soon = true;
    }
}

Certificate read_certificate(File file, const std::string& path, std::vector<Trouble>& troubles) {
    const Bio bio = open_file(file, path, troubles);
    Certificate certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, &no_passphrase, nullptr) : nullptr,
                            &X509_free);
    if (bio && !certificate) {
        troubles.push_back(trouble(file, path, "holds no certificate in PEM form: " + take_ssl_error()));
    }
    return certificate;
}

Key read_key(const std::string& path, std::vector<Trouble>& troubles) {
    const Bio bio = open_file(File::key, path, troubles);
    Key key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, &no_passphrase, nullptr) : nullptr,
            &EVP_PKEY_free);
    if (bio && !key) {
        troubles.push_back(
            trouble(File::key, path, "holds no key in PEM form without passphrase: " + take_ssl_error()));
    }
    return key;
}

}  // namespace

std::vector<CertificateTrouble> check_identity(const std::string& certificate, const std::string& key,
                                               WallTime now) {
    std::vector<Trouble> troubles;
    const Certificate own = read_certificate(File::certificate, certificate, troubles);
    const Key secret = read_key(key, troubles);
    if (own) {
        check_dates(File::certificate, certificate, own.get(), now, troubles);
    }
    if (own && secret && X509_check_private_key(own.get(), secret.get()) != 1) {
        troubles.push_back(trouble(File::key, key, "does not belong to the certificate " + certificate));
        ERR_clear_error();
    }
    return troubles;
}

std::vector<CertificateTrouble> check_authority(const std::string& file, WallTime now) {
    std::vector<Trouble> troubles;
    if (const Certificate one = read_certificate(File::authority, file, troubles)) {
        check_dates(File::authority, file, one.get(), now, troubles);
    }
    return troubles;
}

}  // namespace jiaohao::http
