// OpenSSL's library is on every machine that runs the platform, its headers are not: the few functions that are used
// are declared here, as OpenSSL 3 promises them.
#include "Tls.hpp"
#include <csignal>
#include <poll.h>

extern "C"
{
typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;
typedef struct ssl_method_st SSL_METHOD;
typedef struct x509_st X509;
typedef struct X509_name_st X509_NAME;
typedef struct X509_VERIFY_PARAM_st X509_VERIFY_PARAM;
typedef struct evp_md_st EVP_MD;

const SSL_METHOD *TLS_client_method(void);
SSL_CTX *SSL_CTX_new(const SSL_METHOD *method);
void SSL_CTX_free(SSL_CTX *context);
int SSL_CTX_load_verify_file(SSL_CTX *context, const char *file);
void SSL_CTX_set_verify(SSL_CTX *context, int mode, int (*callback)(int, void *));
SSL *SSL_new(SSL_CTX *context);
void SSL_free(SSL *session);
long SSL_ctrl(SSL *session, int command, long number, void *pointer);
int SSL_set_fd(SSL *session, int descriptor);
X509_VERIFY_PARAM *SSL_get0_param(SSL *session);
int X509_VERIFY_PARAM_set1_ip_asc(X509_VERIFY_PARAM *param, const char *address);
int SSL_connect(SSL *session);
int SSL_shutdown(SSL *session);
int SSL_read(SSL *session, void *bytes, int most);
int SSL_write(SSL *session, const void *bytes, int count);
int SSL_get_error(const SSL *session, int answer);
void ERR_clear_error(void);
X509 *SSL_get1_peer_certificate(const SSL *session);
void X509_free(X509 *certificate);
X509_NAME *X509_get_subject_name(const X509 *certificate);
char *X509_NAME_oneline(const X509_NAME *name, char *text, int size);
const EVP_MD *EVP_sha1(void);
int X509_digest(const X509 *certificate, const EVP_MD *kind, unsigned char *digest, unsigned int *length);
}

static const int VerifyPeer = 1, WantRead = 2, WantWrite = 3, SetMode = 33;
static const long PartialWrites = 1, MovingBuffers = 2;
static const int HandshakeMs = 5000;

struct TlsSession
{
   SSL_CTX *context;
   SSL *ssl;
   int descriptor;
};

static bool Waits(TlsSession *session, int answer, int milliseconds)
{
   int error = SSL_get_error(session->ssl, answer);
   pollfd wanted = {session->descriptor, (short)(error == WantWrite ? POLLOUT : POLLIN), 0};
   if(error != WantRead && error != WantWrite)
      return false;
   return milliseconds == 0 || poll(&wanted, 1, milliseconds) == 1;
}

TlsSession *TlsConnect(int descriptor, const std::string &host, const std::string &trusted)
{
   // The library writes without the flag that keeps a connection's end from ending the process.
   signal(SIGPIPE, SIG_IGN);
   TlsSession *session = new TlsSession{SSL_CTX_new(TLS_client_method()), nullptr, descriptor};
   if(!trusted.empty() && SSL_CTX_load_verify_file(session->context, trusted.c_str()) != 1)
      Abort("the file of trusted certificates cannot be read");
   SSL_CTX_set_verify(session->context, VerifyPeer, nullptr);
   session->ssl = SSL_new(session->context);
   SSL_ctrl(session->ssl, SetMode, PartialWrites | MovingBuffers, nullptr);
   bool ready = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session->ssl), host.c_str()) == 1
                && SSL_set_fd(session->ssl, descriptor) == 1;
   while(ready)
   {
      ERR_clear_error();
      int answer = SSL_connect(session->ssl);
      if(answer == 1)
         return session;
      ready = Waits(session, answer, HandshakeMs);
   }
   TlsClose(session);
   return nullptr;
}

void TlsClose(TlsSession *session)
{
   if(session == nullptr)
      return;
   SSL_free(session->ssl);
   SSL_CTX_free(session->context);
   delete session;
}

static int Answered(TlsSession *session, int answer)
{
   if(answer > 0)
      return answer;
   return Waits(session, answer, 0) ? 0 : -1;
}

int TlsRead(TlsSession *session, char *bytes, int most)
{
   ERR_clear_error();
   return Answered(session, SSL_read(session->ssl, bytes, most));
}

int TlsWrite(TlsSession *session, const char *bytes, int count)
{
   ERR_clear_error();
   return Answered(session, SSL_write(session->ssl, bytes, count));
}

bool TlsCertificate(TlsSession *session, std::string &subject, std::string &thumbprint)
{
   X509 *certificate = SSL_get1_peer_certificate(session->ssl);
   unsigned char digest[64];
   unsigned int length = 0;
   char name[256];
   if(certificate == nullptr || X509_digest(certificate, EVP_sha1(), digest, &length) != 1)
      return false;
   subject = X509_NAME_oneline(X509_get_subject_name(certificate), name, sizeof name);
   thumbprint = "";
   for(unsigned int i = 0; i < length; i++)
   {
      char hex[3];
      std::snprintf(hex, sizeof hex, "%02X", digest[i]);
      thumbprint += hex;
   }
   X509_free(certificate);
   return true;
}
