// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

Item {
    id: header

    implicitHeight: Theme.px(104)

    AppText {
        x: Theme.px(48)
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - clock.width - 3 * x
        text: I18n.own(Hall.name)
        size: Theme.large
        font.bold: true
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
    }

    Row {
        id: clock

        anchors.right: parent.right
        anchors.rightMargin: Theme.px(48)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.px(32)

        AppText {
            anchors.verticalCenter: parent.verticalCenter
            size: Theme.small
            color: Theme.textMuted
            text: I18n.t("common.date", HallClock.date) + "  " + I18n.t("common.weekday." + HallClock.weekday)
        }

        AppText {
            anchors.verticalCenter: parent.verticalCenter
            text: HallClock.time
            size: Theme.title
            font.bold: true
        }
    }
}
