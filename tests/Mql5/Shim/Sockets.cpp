// The terminal's sockets, on the system's own. Reads answer as the terminal's do: SocketIsReadable guesses 1 on an empty
// buffer, and a read of an empty buffer waits out its time, which is counted.
#include "Mql5.hpp"
#include "Sockets.hpp"
#include "Tls.hpp"
#include "World.hpp"
#include <arpa/inet.h>
#include <cerrno>
#include <fcntl.h>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

struct OpenSocket
{
   int descriptor;
   bool isConnected;
   TlsSession *tls;
};

static std::map<int, OpenSocket> sockets;
static int nextSocket = 1;
static const int BadHandle = 5270, CannotConnect = 5272, Broken = 5273, NoHandshake = 5274,
                 NoCertificate = 5275, NotAllowed = 4014;

static OpenSocket *Find(int socket)
{
   auto found = sockets.find(socket);
   if(found != sockets.end())
      return &found->second;
   SetLastError(BadHandle);
   return nullptr;
}

static int Break(OpenSocket *socket)
{
   socket->isConnected = false;
   SetLastError(Broken);
   return -1;
}

int SocketCreate(uint)
{
   int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
   if(descriptor < 0)
      return INVALID_HANDLE;
   sockets[nextSocket] = {descriptor, false, nullptr};
   return nextSocket++;
}

bool SocketClose(int handle)
{
   OpenSocket *socket = Find(handle);
   if(socket == nullptr)
      return false;
   TlsClose(socket->tls);
   close(socket->descriptor);
   sockets.erase(handle);
   return true;
}

bool SocketConnect(int handle, const string &server, uint port, uint)
{
   OpenSocket *socket = Find(handle);
   sockaddr_in address = {};
   address.sin_family = AF_INET;
   address.sin_port = htons((uint16_t)port);
   if(socket == nullptr || world.denies)
   {
      SetLastError(NotAllowed);
      return false;
   }
   if(inet_pton(AF_INET, server.Bytes().c_str(), &address.sin_addr) != 1
      || connect(socket->descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
   {
      SetLastError(CannotConnect);
      return false;
   }
   int on = 1;
   setsockopt(socket->descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
   fcntl(socket->descriptor, F_SETFL, O_NONBLOCK);
   socket->isConnected = true;
   return true;
}

bool SocketIsConnected(int handle)
{
   OpenSocket *socket = Find(handle);
   return socket != nullptr && socket->isConnected;
}

uint SocketIsReadable(int handle)
{
   OpenSocket *socket = Find(handle);
   int there = 0;
   if(socket == nullptr || !socket->isConnected)
      return 0;
   ioctl(socket->descriptor, FIONREAD, &there);
   return there > 0 ? (uint)there : 1;
}

bool SocketTimeouts(int handle, uint, uint)
{
   return Find(handle) != nullptr;
}

int SocketRead(int handle, Array<uchar> &buffer, uint length, uint timeout)
{
   OpenSocket *socket = Find(handle);
   if(socket == nullptr || !socket->isConnected)
      return -1;
   if(timeout == 0 || timeout > 20)
      Abort("a read that would stop the program for long");
   std::string bytes(length, '\0');
   ssize_t got = recv(socket->descriptor, bytes.data(), length, MSG_DONTWAIT);
   if(got == 0 || (got < 0 && errno != EAGAIN))
      return Break(socket);
   if(got < 0)
   {
      world.blockedReads++;
      return -1;
   }
   ArrayResize(buffer, (int)got);
   for(ssize_t i = 0; i < got; i++)
      buffer[i] = (uchar)bytes[(size_t)i];
   return (int)got;
}

// What the terminal takes at once of what it is given.
static std::string Taken(const Array<uchar> &buffer, uint length)
{
   Moment(world.dieAtSend);
   size_t most = (long)length < world.sendMax ? length : (size_t)world.sendMax;
   return std::string(buffer.Items().begin(), buffer.Items().begin() + (long)most);
}

int SocketSend(int handle, const Array<uchar> &buffer, uint length)
{
   OpenSocket *socket = Find(handle);
   if(socket == nullptr || !socket->isConnected)
      return -1;
   std::string bytes = Taken(buffer, length);
   ssize_t sent = send(socket->descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
   if(sent < 0)
      return errno == EAGAIN ? 0 : Break(socket);
   world.sentBytes += sent;
   return (int)sent;
}

bool SocketTlsHandshake(int handle, const string &host)
{
   OpenSocket *socket = Find(handle);
   if(socket == nullptr || !socket->isConnected)
      return false;
   socket->tls = TlsConnect(socket->descriptor, host.Bytes(), world.trusted);
   if(socket->tls == nullptr)
      SetLastError(NoHandshake);
   return socket->tls != nullptr;
}

int SocketTlsCertificate(int handle, string &subject, string &issuer, string &serial, string &thumbprint,
                         datetime &expiration)
{
   OpenSocket *socket = Find(handle);
   std::string name, print;
   if(socket == nullptr || socket->tls == nullptr || !TlsCertificate(socket->tls, name, print))
   {
      SetLastError(NoCertificate);
      return 0;
   }
   subject = string::Of(name);
   thumbprint = string::Of(print);
   issuer = serial = "";
   expiration = 0;
   return 1;
}

// What the terminal answers where nothing is there yet is not documented: a test says whether 0 or -1.
int SocketTlsReadAvailable(int handle, Array<uchar> &buffer, uint length)
{
   OpenSocket *socket = Find(handle);
   if(socket == nullptr || !socket->isConnected || socket->tls == nullptr)
      return -1;
   std::string bytes(length, '\0');
   int got = TlsRead(socket->tls, bytes.data(), (int)length);
   if(got < 0)
      return Break(socket);
   if(got == 0)
      return world.nothingToRead;
   ArrayResize(buffer, got);
   for(int i = 0; i < got; i++)
      buffer[i] = (uchar)bytes[(size_t)i];
   return got;
}

int SocketTlsSend(int handle, const Array<uchar> &buffer, uint length)
{
   OpenSocket *socket = Find(handle);
   if(socket == nullptr || !socket->isConnected || socket->tls == nullptr)
      return -1;
   std::string bytes = Taken(buffer, length);
   int sent = TlsWrite(socket->tls, bytes.data(), (int)bytes.size());
   if(sent < 0)
      return Break(socket);
   world.sentBytes += sent;
   return sent;
}

std::vector<int> OpenDescriptors()
{
   std::vector<int> all;
   for(auto &entry : sockets)
      if(entry.second.isConnected)
         all.push_back(entry.second.descriptor);
   return all;
}
