// What a subscriber's journal is about: subscriptions, orders without an outcome, reports without a confirmation, and
// positions and pending orders that are watched.
#ifndef ORLEANS_RECORDS_MQH
#define ORLEANS_RECORDS_MQH

#include "Hmac.mqh"
#include "Text.mqh"

// What an order does. The six that open come first.
#define DO_BUY 0
#define DO_SELL 1
#define DO_BUY_LIMIT 2
#define DO_SELL_LIMIT 3
#define DO_BUY_STOP 4
#define DO_SELL_STOP 5
#define DO_CLOSE 6
#define DO_MODIFY 7
#define DO_CANCEL 8

// Where an order stands in this run of the program. After a restart every one of the journal is looked up.
#define STAGE_NEW 0
#define STAGE_RETRY 1
#define STAGE_LOOK 2

struct SSubscription
{
   string id;
   long hash;
   long last;
   bool isLive;      // has a SUB in this session
   long window;
   long deviation;
   long spread;
   long adoptFrom;   // sequences above this, up to adoptTo, are another journal's: to be looked for; 0 and 0: none
   long adoptTo;

   SSubscription(void)
   {
      hash = 0;
      last = 0;
      isLive = false;
      window = 0;
      deviation = 0;
      spread = 0;
      adoptFrom = 0;
      adoptTo = 0;
   }
};

struct SOrder
{
   string subscription;
   long sequence;
   long time;
   string symbol;
   string type;
   string volumeText;
   string priceText;
   string slText;
   string tpText;
   int what;
   long target;      // n of CLOSE#n, MODIFY#n, CANCEL#n
   long volume;      // hundredths of a lot
   double price;
   double sl;
   double tp;
   long magic;
   int stage;
   bool isRecovered; // read from the journal: whether it was sent is not known
   bool isUnknownTold;
   bool isAccepted;  // the trade server said done or placed; the facts are still to come
   int attempts;
   int filling;      // which of the filling modes is tried
   long nextAt;
   long lookedSince; // since when it is looked for, or its target's deals are waited for; 0: neither
   long doneVolume;  // what an accepting answer said
   double donePrice;
   ulong doneOrder;
   ulong doneDeal;
   uint lastRetcode;

   SOrder(void)
   {
      sequence = 0;
      time = 0;
      what = DO_BUY;
      target = 0;
      volume = 0;
      price = 0;
      sl = 0;
      tp = 0;
      magic = 0;
      stage = STAGE_NEW;
      isRecovered = false;
      isUnknownTold = false;
      isAccepted = false;
      attempts = 0;
      filling = 0;
      nextAt = 0;
      lookedSince = 0;
      doneVolume = 0;
      donePrice = 0;
      doneOrder = 0;
      doneDeal = 0;
      lastRetcode = 0;
   }

   bool Opens(void) const
   {
      return(what <= DO_SELL_STOP);
   }

   bool IsPending(void) const
   {
      return(what >= DO_BUY_LIMIT && what <= DO_SELL_STOP);
   }

   string Payload(void) const
   {
      return(subscription + "|" + IntegerToString(sequence) + "|" + IntegerToString(time) + "|" + symbol + "|" + type
             + "|" + volumeText + "|" + priceText + "|" + slText + "|" + tpText);
   }
};

struct SReport
{
   long number;
   string subscription;
   long sequence;
   string kind;
   string rest;      // from the return code on, as the line has it
   bool isSent;      // in this session

   SReport(void)
   {
      number = 0;
      sequence = 0;
      isSent = false;
   }
};

// What an order opened or placed, until nothing is left of it.
struct SWatch
{
   string subscription;
   long sequence;
   string symbol;
   bool isBuy;
   bool isPending;
   long order;
   long position;    // its identifier, which stays the same through all its deals
   long volume;      // hundredths of a lot that are left
   double price;
   double sl;
   double tp;
   string deals;     // that were reported: ",ticket,ticket,"
   long since;       // when its order was made, by the trade server's clock in ms; 0: not known

   SWatch(void)
   {
      sequence = 0;
      isBuy = false;
      isPending = false;
      order = 0;
      position = 0;
      volume = 0;
      price = 0;
      sl = 0;
      tp = 0;
      deals = ",";
      since = 0;
   }

   bool Knows(const long deal) const
   {
      return(StringFind(deals, "," + IntegerToString(deal) + ",") >= 0);
   }

   void Learn(const long deal)
   {
      if(!Knows(deal))
         deals += IntegerToString(deal) + ",";
   }

   string Record(void) const
   {
      return("W|" + subscription + "|" + IntegerToString(sequence) + "|" + symbol + "|" + (isBuy ? "1" : "0") + "|"
             + (isPending ? "1" : "0") + "|" + IntegerToString(order) + "|" + IntegerToString(position) + "|"
             + IntegerToString(volume) + "|" + DoubleToString(price, 8) + "|" + DoubleToString(sl, 8) + "|"
             + DoubleToString(tp, 8) + "|" + deals + "|" + IntegerToString(since));
   }
};

// What is to be said of an order, or of what happened to what it opened.
struct SOutcome
{
   string kind;
   uint retcode;
   string reason;
   long order;
   long deal;
   long volume;
   double price;
   double profit;
   double commission;
   double swap;
   long time;        // by the bridge's clock

   SOutcome(void)
   {
      Clear();
   }

   void Clear(void)
   {
      kind = "";
      retcode = 0;
      reason = "";
      order = 0;
      deal = 0;
      volume = 0;
      price = 0;
      profit = 0;
      commission = 0;
      swap = 0;
      time = 0;
   }

   string Rest(const int digits) const
   {
      return(IntegerToString((long)retcode) + "|" + SafeReason(reason) + "|" + IntegerToString(order) + "|"
             + IntegerToString(deal) + "|" + VolumeText(volume) + "|" + PriceText(price, digits) + "|"
             + MoneyText(profit) + "|" + MoneyText(commission) + "|" + MoneyText(swap) + "|" + IntegerToString(time));
   }
};

int WhatOf(const string type)
{
   if(type == "BUY")
      return(DO_BUY);
   if(type == "SELL")
      return(DO_SELL);
   if(type == "BUY_LIMIT")
      return(DO_BUY_LIMIT);
   if(type == "SELL_LIMIT")
      return(DO_SELL_LIMIT);
   if(type == "BUY_STOP")
      return(DO_BUY_STOP);
   if(type == "SELL_STOP")
      return(DO_SELL_STOP);
   return(-1);
}

// "CLOSE#12": what it does to which sequence.
bool ParseType(const string type, int &what, long &target)
{
   int mark = StringFind(type, "#");
   target = 0;
   what = WhatOf(type);
   if(mark < 0)
      return(what >= 0);
   string verb = StringSubstr(type, 0, mark);
   what = verb == "CLOSE" ? DO_CLOSE : (verb == "MODIFY" ? DO_MODIFY : (verb == "CANCEL" ? DO_CANCEL : -1));
   return(what >= 0 && ParseWhole(StringSubstr(type, mark + 1), target) && target >= 1 && target <= SEQUENCE_MAX);
}

// The nine fields that are signed. digits: of the symbol where the broker has it, else -1 and all prices need the same.
bool ParseOrder(CONST_ARRAY_REF(string, fields), const int at, const int digits, SOrder &order)
{
   if(ArraySize(fields) < at + 9)
      return(false);
   order.subscription = fields[at];
   order.symbol = fields[at + 3];
   order.type = fields[at + 4];
   order.volumeText = fields[at + 5];
   order.priceText = fields[at + 6];
   order.slText = fields[at + 7];
   order.tpText = fields[at + 8];
   if(!IsId(order.subscription, "sub_") || !ParseWhole(fields[at + 1], order.sequence) || order.sequence < 1
      || order.sequence > SEQUENCE_MAX || !ParseWhole(fields[at + 2], order.time) || !IsSymbol(order.symbol)
      || !ParseType(order.type, order.what, order.target) || !ParseVolume(order.volumeText, order.volume))
      return(false);
   int decimals = digits >= 0 ? digits : DecimalsOf(order.priceText);
   if(decimals < 0 || !IsDecimal(order.priceText, decimals) || !IsDecimal(order.slText, decimals)
      || !IsDecimal(order.tpText, decimals))
      return(false);
   order.price = StringToDouble(order.priceText);
   order.sl = StringToDouble(order.slText);
   order.tp = StringToDouble(order.tpText);
   bool hasVolume = order.what <= DO_CLOSE;
   bool hasStops = order.what <= DO_SELL_STOP || order.what == DO_MODIFY;
   if(hasVolume != (order.volume > 0) || (!hasStops && (order.sl > 0 || order.tp > 0))
      || (order.IsPending() && order.price <= 0) || (order.what == DO_CANCEL && order.price > 0)
      || order.target >= order.sequence)
      return(false);
   order.magic = MagicOf(SubscriptionHash(order.subscription), order.sequence);
   return(true);
}

#endif
