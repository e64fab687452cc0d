// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// The rating tablet of one counter. After the press nothing on it tells what was pressed.
Rectangle {
    id: page

    readonly property int stage: RatingFlow.stage
    readonly property string place: {
        if (stage === RatingFlow.Thanks || stage === RatingFlow.Reason || stage === RatingFlow.Sending)
            return stage === RatingFlow.Thanks ? "thanks" : (stage === RatingFlow.Reason ? "reason" : "sending");
        if (!Hall.fresh)
            return "offline";
        return stage === RatingFlow.Asking ? "ask" : (stage === RatingFlow.Missed ? "missed" : "idle");
    }

    color: Theme.page

    TerminalHeader {
        id: header

        width: parent.width
        detail: RatingFlow.counterLabel === "" ? ""
                                               : I18n.t("rating.counter", { counter: RatingFlow.counterLabel })
    }

    RatingLevels {
        anchors.top: header.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        visible: page.place === "ask"
    }

    RatingReasons {
        anchors.top: header.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        visible: page.place === "reason"
    }

    Notice {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: header.height / 4
        width: parent.width - 2 * Theme.margin
        visible: page.place !== "ask" && page.place !== "reason" && page.place !== "sending"
        icon: page.place === "offline" ? "link" : (page.place === "thanks" ? "check" : "heart")
        title: {
            switch (page.place) {
            case "thanks": return I18n.t("rating.thanks.title");
            case "offline": return I18n.t("rating.offline.title");
            case "missed": return I18n.t("rating.missed.title");
            }
            return I18n.t("rating.idle.title");
        }
        text: {
            switch (page.place) {
            case "thanks": return I18n.t("rating.thanks.body");
            case "offline": return I18n.t(Hall.busy ? "rating.busy.body" : "rating.offline.body");
            case "missed": return "";
            }
            return I18n.t("rating.idle.body");
        }
    }
}
