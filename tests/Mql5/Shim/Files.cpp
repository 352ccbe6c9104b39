// The sandbox: real files, written when they are flushed or closed, as the terminal's are. And the hash.
#include "Mql5.hpp"
#include "World.hpp"
#include <fcntl.h>
#include <map>
#include <sys/stat.h>
#include <unistd.h>

struct OpenFile
{
   int descriptor;
   bool writes;
   std::string unwritten;
};

static std::map<int, OpenFile> files;
static int nextHandle = 1;

static std::string PathOf(const string &name)
{
   std::string path = world.sandbox + "/" + name.Bytes();
   for(char &c : path)
      if(c == '\\')
         c = '/';
   return path;
}

static void WriteAll(int descriptor, const char *bytes, size_t count)
{
   for(size_t done = 0; done < count;)
   {
      ssize_t n = write(descriptor, bytes + done, count - done);
      if(n < 0)
         Abort("the sandbox cannot be written");
      done += (size_t)n;
   }
}

int FileOpen(const string &name, int flags, short, uint)
{
   std::string path = PathOf(name);
   for(size_t at = path.find('/', 1); at != std::string::npos; at = path.find('/', at + 1))
      mkdir(path.substr(0, at).c_str(), 0755);
   bool writes = (flags & FILE_WRITE) != 0;
   int mode = writes ? ((flags & FILE_READ) != 0 ? O_RDWR | O_CREAT : O_WRONLY | O_CREAT | O_TRUNC) : O_RDONLY;
   int descriptor = open(path.c_str(), mode | O_CLOEXEC, 0644);
   if(descriptor < 0)
   {
      SetLastError(5004);
      return INVALID_HANDLE;
   }
   files[nextHandle] = {descriptor, writes, ""};
   return nextHandle++;
}

void FileFlush(int handle)
{
   OpenFile &file = files.at(handle);
   bool dies = CountsOut(world.dieAtWrite);
   dies = CountsOut(world.dieAtCall) || dies;
   WriteAll(file.descriptor, file.unwritten.data(), dies ? file.unwritten.size() / 2 : file.unwritten.size());
   if(dies)
      Die();
   file.unwritten.clear();
   Moment(world.dieAtFlush);
}

void FileClose(int handle)
{
   OpenFile &file = files.at(handle);
   WriteAll(file.descriptor, file.unwritten.data(), file.unwritten.size());
   close(file.descriptor);
   files.erase(handle);
}

ulong FileSize(int handle)
{
   struct stat about;
   fstat(files.at(handle).descriptor, &about);
   return (ulong)about.st_size;
}

bool FileIsExist(const string &name, int)
{
   return access(PathOf(name).c_str(), F_OK) == 0;
}

uint FileReadArray(int handle, Array<uchar> &array, int start, int count)
{
   std::string bytes((size_t)count, '\0');
   size_t got = 0;
   while(got < bytes.size())
   {
      ssize_t n = read(files.at(handle).descriptor, bytes.data() + got, bytes.size() - got);
      if(n <= 0)
         break;
      got += (size_t)n;
   }
   if(ArraySize(array) < start + (int)got)
      ArrayResize(array, start + (int)got);
   for(size_t i = 0; i < got; i++)
      array[start + (long)i] = (uchar)bytes[i];
   return (uint)got;
}

uint FileWriteArray(int handle, const Array<uchar> &array, int start, int count)
{
   OpenFile &file = files.at(handle);
   if(!file.writes)
      Abort("a file that was opened to read is written");
   int n = count < 0 ? ArraySize(array) - start : count;
   for(int i = 0; i < n; i++)
      file.unwritten += (char)array[start + i];
   return (uint)n;
}

int CryptEncode(ENUM_CRYPT_METHOD, const Array<uchar> &data, const Array<uchar> &, Array<uchar> &result)
{
   // Whether the terminal hashes nothing at all is not documented: programs should not ask it to.
   if(ArraySize(data) == 0)
      return 0;
   std::string digest = Sha256Raw(std::string(data.Items().begin(), data.Items().end()));
   ArrayResize(result, 32);
   for(int i = 0; i < 32; i++)
      result[i] = (uchar)digest[(size_t)i];
   return 32;
}
